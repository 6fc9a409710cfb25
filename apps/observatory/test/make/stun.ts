import { be, concat } from './bytes.ts';

export type StunAttribute = readonly [type: number, value: Uint8Array];

export function stun(
  type: number,
  attributes: readonly StunAttribute[],
  id: Uint8Array = new Uint8Array(12).fill(7),
): Uint8Array {
  const body = concat(
    ...attributes.map(([kind, value]) =>
      concat(be(2, kind, value.length), value, new Uint8Array((4 - (value.length % 4)) % 4)),
    ),
  );
  return concat(be(2, type, body.length), be(4, 0x2112a442), id, body);
}

export const username = (text: string): StunAttribute => [0x0006, Buffer.from(text)];
/** A message integrity attribute, as every check of a connection has one. */
export const integrity: StunAttribute = [0x0008, new Uint8Array(20).fill(0x5a)];
