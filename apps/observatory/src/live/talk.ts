// Does signaling follow speech? Who counts its packets, on the path or at the server, would then know who talks when.
import { readCapture } from '../capture/index.ts';
import { informationTest } from '../evidence/association.ts';
import { seeded } from '../evidence/statistics.ts';
import type { Spoken } from './material.ts';
import { liveFinding, notRun, type Outcome } from './outcome.ts';

/** Microseconds; speech of the script changes every 200 or 300 ms. */
const BIN = 100_000;
/** A longer pause is another part of the script, in which other things happen. */
const APART = 1_500_000;
const LEAST_BINS = 60;
const SURE = 0.0025;
const LEAST_BITS = 0.15;

/** Only stretches of speech are looked at, bursts against pauses, so that what the script does besides has no part in it. */
export async function examineTalk(file: string, spoken: readonly Spoken[]): Promise<Outcome> {
  const times: number[] = [];
  await readCapture(file, {
    packet({ time, transport, payloadOnWire }) {
      if (transport?.kind === 'tcp' && payloadOnWire > 0) times.push(time);
    },
  });
  const bins = stretchesOf(spoken).flatMap(({ from, to }) =>
    Array.from({ length: Math.floor((to - from) / BIN) }, (_, i) => from + i * BIN),
  );
  const loud = bins.map((from) =>
    Number(spoken.some((one) => one.from <= from + BIN / 2 && from + BIN / 2 < one.to)),
  );
  if (bins.length < LEAST_BINS) return notRun('too little was spoken to tell');
  const busy = bins.map((from) =>
    Math.min(2, times.filter((time) => time >= from && time < from + BIN).length),
  );
  const found = informationTest(busy, loud, seeded(1));
  // The same test on messages of which most follow the speech.
  const control = informationTest(
    busy.map((count, i) => (i % 4 === 0 ? count : loud[i]!)),
    loud,
    seeded(2),
  );
  const follows = found.p <= SURE && found.bits >= LEAST_BITS;
  const packets = busy.filter((count) => count > 0).length;
  return {
    findings: follows
      ? [
          liveFinding(
            'O711',
            `Packets of signaling tell ${found.bits.toFixed(2)} bits in each tenth of a second about speech`,
          ),
        ]
      : [],
    seen: `${bins.length} tenths of a second of speech and pauses, ${packets} with packets of signaling.`,
    control:
      control.p <= SURE && control.bits >= LEAST_BITS
        ? 'messages that follow the speech, made from the same times, were found'
        : undefined,
  };
}

function stretchesOf(spoken: readonly Spoken[]): Spoken[] {
  const stretches: { from: number; to: number }[] = [];
  for (const { from, to } of spoken) {
    const last = stretches.at(-1);
    if (last && from - last.to < APART) last.to = Math.max(last.to, to);
    else stretches.push({ from, to });
  }
  return stretches;
}
