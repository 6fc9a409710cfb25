import type { Leaf } from './ids.ts';
import { leaf } from './ids.ts';
import { limits } from './limits.ts';

/** Whose frames may carry which sender byte. */
export type HeadSeat = { readonly sender: number; readonly leaf: Leaf };

/** version, flags, generation, epoch, seq, time, epochTime, salt, root, size, present, removed, roster, lastSender. */
const seatsAt = 1 + 1 + 2 + 4 + 8 + 8 + 8 + 16 + 32 + 4 + 4 + 32 + 32 + 1;
/** sender, leaf, key, flags. */
const seatBytes = 1 + 4 + 32 + 1;

/**
 * The one thing that a server takes from a signed head (formats of `@stoa/e2ee`, SPEC.md, version 1): the stage's sender
 * bytes, which every frame shows anyway. Undefined for what is no head or gives a byte or a leaf two seats. It has not
 * been verified: members do that, and a head that they refuse brings nobody's frames to anybody.
 */
export function headSeats(head: Uint8Array): readonly HeadSeat[] | undefined {
  const count = head[seatsAt];
  if (head[0] !== 1 || count === undefined || count > limits.onStage) return undefined;
  if (head.length < seatsAt + 1 + count * seatBytes) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const seats: HeadSeat[] = [];
  for (let at = seatsAt + 1; seats.length < count; at += seatBytes) {
    const number = view.getUint32(at + 1);
    if (number > 0xf_ffff) return undefined;
    seats.push({ sender: view.getUint8(at), leaf: leaf(number) });
  }
  const senders = new Set(seats.map(({ sender }) => sender));
  const leaves = new Set(seats.map((seat) => seat.leaf));
  const isSound = senders.size === count && leaves.size === count && !senders.has(0);
  return isSound ? seats : undefined;
}
