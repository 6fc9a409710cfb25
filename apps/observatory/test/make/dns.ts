import { be, concat } from './bytes.ts';

export function question(name: string): Uint8Array {
  const labels = name.split('.').map((label) => concat([label.length], Buffer.from(label)));
  return concat(be(2, 0x1234, 0x0100, 1, 0, 0, 0), ...labels, [0], be(2, 1, 1));
}

/** The question and one address for it. */
export function answer(name: string, address: string): Uint8Array {
  const asked = question(name);
  asked.set(be(2, 0x8180, 1, 1), 2);
  return concat(asked, be(2, 0xc00c, 1, 1), be(4, 60), be(2, 4), address.split('.').map(Number));
}
