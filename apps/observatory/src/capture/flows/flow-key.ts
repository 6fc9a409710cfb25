import type { Flow } from '../packet.ts';
import type { FlowEndpoint, FlowEntry } from './flow-entry.ts';

/** The numbers that name a packet's flow, read out of its headers into one object that is used again and again. */
export class FlowKey {
  kind: Flow['kind'] = 'other';
  version = 0;
  protocol = 0;
  sourcePort = 0;
  destinationPort = 0;
  s0 = 0;
  s1 = 0;
  s2 = 0;
  s3 = 0;
  d0 = 0;
  d1 = 0;
  d2 = 0;
  d3 = 0;

  /** The same for both directions. The seed keeps a capture from choosing its collisions. */
  hash(seed: number): number {
    const source = mixAddress(seed, this.s0, this.s1, this.s2, this.s3, this.sourcePort);
    const destination = mixAddress(seed, this.d0, this.d1, this.d2, this.d3, this.destinationPort);
    return mix((source + destination) | 0, (this.protocol << 3) | this.version) >>> 0;
  }

  /** @returns 1 when the packet goes from the flow's a to its b, -1 the other way, 0 when it is not of this flow */
  directionIn(flow: FlowEntry): number {
    if (flow.protocol !== this.protocol || flow.kind !== this.kind || flow.a.version !== this.version)
      return 0;
    if (this.isSource(flow.a) && this.isDestination(flow.b)) return 1;
    return this.isSource(flow.b) && this.isDestination(flow.a) ? -1 : 0;
  }

  private isSource(end: FlowEndpoint): boolean {
    return (
      end.port === this.sourcePort &&
      end.w0 === this.s0 &&
      end.w1 === this.s1 &&
      end.w2 === this.s2 &&
      end.w3 === this.s3
    );
  }

  private isDestination(end: FlowEndpoint): boolean {
    return (
      end.port === this.destinationPort &&
      end.w0 === this.d0 &&
      end.w1 === this.d1 &&
      end.w2 === this.d2 &&
      end.w3 === this.d3
    );
  }
}

function mixAddress(seed: number, w0: number, w1: number, w2: number, w3: number, port: number): number {
  return mix(mix(mix(mix(mix(seed, w0), w1), w2), w3), port);
}

/** One round of MurmurHash3's body and half of its finish. */
function mix(hash: number, word: number): number {
  let value = Math.imul(word, 0xcc9e2d51);
  value = Math.imul((value << 15) | (value >>> 17), 0x1b873593);
  let mixed = hash ^ value;
  mixed = (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
