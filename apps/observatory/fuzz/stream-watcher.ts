import type { StreamChunk, TcpHeader } from '../src/capture/index.ts';
import { must } from './must.ts';

const SYN = 2;

type Sent = { readonly sequence: number; readonly payload: Uint8Array };
/** A direction's last position, and what its sequence numbers are ahead of its positions. */
type Direction = { end: number; shift: number | undefined };

/** Holds chunks against the packets that they are said to come from. */
export class StreamWatcher {
  private readonly sent = new Map<number, Sent>();
  /** By flow id, negative for the direction of b. */
  private readonly directions = new Map<number, Direction>();

  packet(number: number, header: TcpHeader, payload: Uint8Array): void {
    if (payload.length === 0) return;
    const sequence = header.sequence + (header.flags & SYN ? 1 : 0);
    this.sent.set(number, { sequence, payload: payload.slice() });
  }

  /** Positions and sequence numbers may have parted. */
  forget(): void {
    for (const direction of this.directions.values()) direction.shift = undefined;
  }

  chunk({ flow, fromA, bytes, offset, missing, packet }: StreamChunk): void {
    const name = fromA ? flow.id : -flow.id;
    const direction = this.directions.get(name) ?? { end: 0, shift: undefined };
    this.directions.set(name, direction);
    must(bytes.length > 0, 'a chunk has bytes');
    must(missing >= 0 && offset === direction.end + missing, 'a stream goes on where it stopped');
    direction.end = offset + bytes.length;
    const sent = this.sent.get(packet);
    must(sent !== undefined, 'a chunk comes from a packet that carried bytes');
    if (sent) this.compare(direction, sent, bytes, offset);
  }

  private compare(
    direction: Direction,
    { sequence, payload }: Sent,
    bytes: Uint8Array,
    offset: number,
  ): void {
    // Only a chunk that is a whole payload tells for certain where it stands.
    if (direction.shift === undefined && bytes.length === payload.length)
      direction.shift = (sequence - offset) | 0;
    if (direction.shift === undefined) return;
    const at = (offset + direction.shift - sequence) | 0;
    must(at >= 0 && at + bytes.length <= payload.length, 'a chunk stands where its sequence number says');
    for (let i = 0; i < bytes.length; i++)
      must(bytes[i] === payload[at + i], 'a chunk has the bytes of its packet');
  }
}
