import { type CommandName, moderatorCommands, type RoomCommand } from '@stoa/protocol';
import { type Bytes, concat, Reader, u8, u16, u32, u64 } from '../keys/layout.ts';
import { type SigningKey, signedBytes } from '../keys/signature.ts';

/**
 * What a moderator told the room to do, signed so that control cannot invent it:
 *
 *   version:u8=1 | generation:u16 | by:u32 | command:u8 | target:u32 | arg:u8 | time:u64 | nonce(16) | Ed25519(64)     101 B
 *
 * `target` is 0xffffffff for orders about the room; `arg` is 1 for `freezeStage { frozen: true }`, else 0. `time` is
 * room time.
 */
export type Order = {
  readonly generation: number;
  readonly by: number;
  readonly command: OrderName;
  readonly target: number | undefined;
  readonly frozen: boolean;
  readonly time: number;
  readonly nonce: Bytes;
};
export type SignedOrder = Order & {
  readonly bytes: Bytes;
  readonly signed: Bytes;
  readonly signature: Bytes;
};

const names = [
  'invite',
  'dismissHand',
  'moveToAudience',
  'mute',
  'makeModerator',
  'remove',
  'freezeStage',
  'endRoom',
] as const satisfies readonly CommandName[];
export type OrderName = (typeof names)[number];

const version = 1;
const nobody = 0xffff_ffff;

/** Throws RangeError for a command that needs no order. */
export function orderOf(command: RoomCommand): Pick<Order, 'command' | 'target' | 'frozen'> {
  const name = names.find((known) => known === command.do);
  if (!name || !moderatorCommands.has(name)) throw new RangeError('this command takes no order');
  return {
    command: name,
    target: 'leaf' in command ? command.leaf : undefined,
    frozen: command.do === 'freezeStage' && command.frozen,
  };
}

export async function signOrder(order: Order, room: Bytes, signer: SigningKey): Promise<Bytes> {
  const body = concat(
    u8(version),
    u16(order.generation),
    u32(order.by),
    u8(names.indexOf(order.command)),
    u32(order.target ?? nobody),
    u8(order.frozen ? 1 : 0),
    u64(order.time),
    order.nonce,
  );
  return concat(body, await signer.sign(signedBytes('order', room, body)));
}

export function readOrder(bytes: Uint8Array, room: Bytes): SignedOrder | undefined {
  const reader = new Reader(bytes);
  const readVersion = reader.u8();
  const generation = reader.u16();
  const by = reader.u32();
  const command = names[reader.u8()];
  const target = reader.u32();
  const arg = reader.u8();
  const time = reader.u64();
  const nonce = reader.bytes(16);
  const signed = signedBytes('order', room, reader.before());
  const signature = reader.bytes(64);
  if (readVersion !== version || !command || arg > 1 || !reader.complete()) return undefined;
  const aboutRoom = command === 'freezeStage' || command === 'endRoom';
  if (aboutRoom !== (target === nobody) || (arg === 1 && command !== 'freezeStage')) return undefined;
  return {
    ...{ generation, by, command, time, nonce, signed, signature },
    target: target === nobody ? undefined : target,
    frozen: arg === 1,
    bytes: reader.before(),
  };
}
