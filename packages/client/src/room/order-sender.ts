import { type ClientMessage, moderatorCommands, type RoomCommand } from '@stoa/protocol';
import type { Outcome } from '../room-view.ts';
import type { Orders } from './orders.ts';
import type { Clock, Keys } from './ports.ts';

/** A command without an answer by then is told as `offline`. */
export const answerMs = 10_000;

export type OrderLine = {
  readonly isLive: boolean;
  readonly keys: Keys | undefined;
  /** False when there is no socket to send it on. */
  send(message: ClientMessage): boolean;
};

/** Sends a command, signed where only moderators may give it, and waits for the answer. */
export async function sendOrder(
  command: RoomCommand,
  isModerator: () => boolean,
  orders: Orders,
  line: OrderLine,
  clock: Clock,
): Promise<Outcome> {
  const { keys } = line;
  if (!line.isLive || !keys) return { ok: false, why: 'offline' };
  let order: Uint8Array<ArrayBuffer> | undefined;
  if (moderatorCommands.has(command.do)) {
    if (!isModerator()) return { ok: false, why: 'notAllowed' };
    const signed = await keys.order(command, clock.now()).catch(() => undefined);
    if (!signed) return { ok: false, why: 'notAllowed' };
    order = new Uint8Array(signed);
  }
  const { id, outcome } = orders.open(command.do === 'endRoom');
  if (!line.send({ t: 'command', id, command, ...(order && { order }) })) orders.failed(id);
  const stop = clock.after(answerMs, () => orders.failed(id));
  return outcome.finally(stop);
}
