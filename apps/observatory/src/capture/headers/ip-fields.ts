import { FlowKey } from '../flows/flow-key.ts';

/** What IP headers say beyond the payload's place: filled in by the header readers, good until the next packet. */
export class IpFields {
  readonly key = new FlowKey();
  /** The key's addresses are this packet's. */
  addressed = false;
  /** The innermost IP header is that of a part of a datagram. */
  fragmented = false;
  fragmentId = 0;
  /** In bytes. */
  fragmentOffset = 0;
  moreFragments = false;
  tooDeep = false;

  reset(): void {
    this.key.kind = 'other';
    this.key.sourcePort = 0;
    this.key.destinationPort = 0;
    this.addressed = false;
    this.fragmented = false;
    this.tooDeep = false;
  }
}
