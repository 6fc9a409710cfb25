import fc from 'fast-check';
import type { Frame } from '../make/pcap.ts';

/** Some frames of any bytes, at any time a pcap file can hold, cut or whole. */
export const anyFrames: fc.Arbitrary<Frame[]> = fc.array(
  fc
    .record({
      seconds: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      bytes: fc.uint8Array({ maxLength: 200 }),
      more: fc.nat(100),
    })
    .map(({ seconds, bytes, more }) => ({
      time: seconds * 1e6 + 123_456,
      bytes,
      length: bytes.length + more,
    })),
  { maxLength: 20 },
);
