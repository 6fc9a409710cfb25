import type { RoomCommand } from '@stoa/protocol';
import { orderOf, signOrder } from '../admission/order.ts';
import { type Bytes, own } from '../keys/layout.ts';
import { type Device, timeIn } from './device.ts';

/** This device's word on one of `moderatorCommands`, as of now. */
export function signedOrder(device: Device, command: RoomCommand, now: number): Promise<Bytes> {
  const { room, signer, me, followed, random } = device;
  const { generation } = followed.head;
  const time = Math.max(0, Math.floor(timeIn(device, now)));
  return signOrder({ ...orderOf(command), generation, by: me, time, nonce: own(random(16)) }, room, signer);
}
