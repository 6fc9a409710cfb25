import type { Flow, TcpHeader } from '../packet.ts';
import type { Assembly } from './assembly.ts';
import { Direction } from './direction.ts';

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

/** Both directions of a TCP connection. */
export class Connection {
  private readonly a: Direction;
  private readonly b: Direction;
  private ended = false;

  constructor(flow: Flow) {
    this.a = new Direction(flow, true);
    this.b = new Direction(flow, false);
  }

  /** Whether a packet starts another connection between the same endpoints. */
  isOver(fromA: boolean, header: TcpHeader): boolean {
    if ((header.flags & (SYN | RST)) !== SYN) return false;
    const sender = fromA ? this.a : this.b;
    const first = (header.sequence + 1) >>> 0;
    if (!sender.synced || sender.first === first || sender.isAt(first)) return false;
    return this.ended || (header.flags & ACK) === 0;
  }

  /** @param part the payload as captured; @param cut how much longer it was on the wire */
  accept(
    all: Assembly,
    fromA: boolean,
    header: TcpHeader,
    part: Uint8Array,
    cut: number,
    packet: number,
    time: number,
  ): void {
    const sender = fromA ? this.a : this.b;
    const receiver = fromA ? this.b : this.a;
    const { flags } = header;
    let { sequence } = header;
    if (flags & SYN) {
      sequence = (sequence + 1) >>> 0;
      if (!sender.synced) {
        sender.begin(sequence);
        sender.first = sequence;
      } else if (sender.first !== sequence) {
        if (sender.isAt(sequence)) sender.first = sequence;
        else {
          all.notes.add('tcp-odd-syn', packet);
          return;
        }
      }
    }
    if (part.length + cut > 0) sender.segment(all, sequence, part, cut, packet, time);
    if (flags & ACK) receiver.acknowledge(all, header.acknowledgment, packet, time);
    if (flags & RST) {
      this.a.flush(all);
      this.b.flush(all);
    }
    if (flags & (FIN | RST)) this.ended = true;
  }

  close(all: Assembly): void {
    this.a.close(all);
    this.b.close(all);
  }
}
