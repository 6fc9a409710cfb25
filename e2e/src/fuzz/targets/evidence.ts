import { decodeEvidence, encodeEvidence } from '@stoa/e2ee/evidence';
import type { Target } from '../engine.ts';
import { filled, must } from './bytes.ts';

/** One block with two frames of two steps, and a frame of a strict room; both with messages. Nothing of it is signed. */
const evidence = (() => {
  const step = { kid: 0x0100, context: filled(8, 1) };
  const about = {
    ...{ room: filled(32, 2), key: filled(32, 3), leaf: 7, heardAt: 1_700_000_000_000 },
    binding: { account: filled(16, 4), device: filled(32, 5), signature: filled(64, 6) },
    messages: [
      { counter: 1, time: 5, signature: filled(64, 7), body: filled(20, 7) },
      { counter: 4, time: 6, signature: filled(64, 7), body: filled(0, 0) },
    ],
  };
  const frames = Array.from({ length: 25 }, (_, i) =>
    i % 12 === 3 ? { step: i > 12 ? 1 : 0, level: 2, sealed: filled(160, i) } : { hash: filled(8, i) },
  );
  const blocks = [{ first: 65_536, signature: filled(64, 8), frames }];
  const keys = [
    { ...step, base: filled(32, 9) },
    { ...step, kid: 0x0101, base: filled(32, 9) },
  ];
  const signed = { step: 0, level: 1, ctr: 65_540, opus: filled(9, 1), signature: filled(64, 2) };
  return [
    encodeEvidence({ ...about, sound: { kind: 'ordinary', keys, blocks } }),
    encodeEvidence({
      ...{ ...about, binding: undefined },
      sound: { kind: 'strict', salts: [{ ...step, salt: filled(12, 1) }], frames: [signed] },
    }),
  ];
})();

export const evidenceTargets: readonly Target[] = [
  {
    name: 'evidence',
    files: ['e2ee/src/evidence/evidence-format.ts', 'e2ee/src/admission/binding.ts'],
    seeds: evidence,
    maxBytes: 2_000,
    read: (input) => {
      const read = decodeEvidence(input);
      if (read) must(Buffer.from(encodeEvidence(read)).equals(input), 'two encodings of one content');
    },
  },
];
