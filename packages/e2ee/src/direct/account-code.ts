import { hash } from '../keys/derive.ts';
import { ascii, type Bytes, concat, hex, u16 } from '../keys/layout.ts';
import type { PublicDevice } from './direct-message.ts';

/** Somebody's account with the devices that it publishes. */
export type AccountDevices = {
  readonly account: Bytes;
  readonly devices: readonly Pick<PublicDevice, 'signKey' | 'sealKey'>[];
};

/**
 * 30 digits in six groups of five, equal on the devices of both unless somebody shows them other keys: two people read them
 * to each other. They change with every device that comes or goes.
 */
export function accountCode(one: AccountDevices, other: AccountDevices): string {
  const digest = hash(ascii('stoa account code v1'), ...inOrder([side(one), side(other)]));
  const view = new DataView(digest.buffer);
  // 40 bits make a group of five digits with a bias of less than 10^-7.
  const group = (i: number) => (view.getUint8(i * 5) * 2 ** 32 + view.getUint32(i * 5 + 1)) % 100_000;
  return Array.from({ length: 6 }, (_, i) => String(group(i)).padStart(5, '0')).join(' ');
}

const side = ({ account, devices }: AccountDevices): Bytes => {
  const keys = devices.map(({ signKey, sealKey }) => concat(signKey, sealKey));
  return concat(account, u16(keys.length), ...inOrder(keys));
};

const inOrder = (all: readonly Bytes[]): readonly Bytes[] =>
  [...all].sort((a, b) => (hex(a) < hex(b) ? -1 : 1));
