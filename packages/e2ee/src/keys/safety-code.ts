import { hash } from './derive.ts';
import { ascii, type Bytes, u16, u32 } from './layout.ts';

export type SafetyWords = {
  readonly roomKey: Bytes;
  readonly generation: number;
  readonly epoch: number;
  /** Roster root of the head that began the epoch. */
  readonly epochRoot: Bytes;
};

/** 30 digits in six groups of five: the same for everybody in one epoch, about 2^99 possible values. */
export function safetyCode(words: SafetyWords): string {
  const { roomKey, generation, epoch, epochRoot } = words;
  const digest = hash(ascii('stoa safety code v1'), roomKey, u16(generation), u32(epoch), epochRoot);
  const view = new DataView(digest.buffer);
  // 40 bits make a group of five digits with a bias of less than 10^-7.
  const group = (i: number) => (view.getUint8(i * 5) * 2 ** 32 + view.getUint32(i * 5 + 1)) % 100_000;
  return Array.from({ length: 6 }, (_, i) => String(group(i)).padStart(5, '0')).join(' ');
}
