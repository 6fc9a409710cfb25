import { describe, expect, test } from 'vitest';
import { seeded } from '../../src/evidence/statistics.ts';
import { audit, htmlReport, jsonReport, sarifReport, terminalReport } from '../../src/index.ts';
import { clean, inOrder } from '../make/clean.ts';
import { LEAKS } from '../make/leaks.ts';
import { type Frame, pcap } from '../make/pcap.ts';

const ROUNDS = 25;
const canaries = [{ what: 'name', text: 'Ada Lovelace Q7' }];

/** Bytes behind the addresses changed, cut off or doubled: what a broken or hostile sender could have sent. */
function damaged(frames: readonly Frame[], seed: number): Frame[] {
  const chance = seeded(seed);
  return frames.flatMap((frame) => {
    const bytes = frame.bytes.slice();
    for (let changes = Math.floor(chance() * 6); changes > 0; changes--)
      bytes[34 + Math.floor(chance() * Math.max(1, bytes.length - 34))] = Math.floor(chance() * 256);
    const cut = chance() < 0.1 ? bytes.subarray(0, 34 + Math.floor(chance() * (bytes.length - 34))) : bytes;
    const made = { ...frame, bytes: cut };
    return chance() < 0.05 ? [made, made] : chance() < 0.05 ? [] : [made];
  });
}

describe('F10 hostile captures', () => {
  const scene = inOrder(
    clean(),
    ...LEAKS.filter((one) => one.code !== 'O501').map((one) => one.frames().slice(0, 60)),
  );

  test(`no rule gives up on ${ROUNDS} damaged captures, and every report is written`, async () => {
    for (let seed = 0; seed < ROUNDS; seed++) {
      const result = await audit([pcap(damaged(scene, seed))], { canaries });
      expect(
        result.findings.filter((one) => one.code === 'O902').map((one) => one.evidence),
        `seed ${seed}`,
      ).toEqual([]);
      if (seed % 10 > 0) continue;
      expect(htmlReport(result, { file: 'x', withSound: true })).toContain('</html>');
      expect(terminalReport(result, 80, true).length).toBeGreaterThan(10);
      JSON.stringify([jsonReport(result), sarifReport(result, 'x')]);
    }
  }, 120_000);

  test('a rule that throws is taken out and says so; the others go on', async () => {
    const broken = {
      codes: ['O999'],
      start: () => ({
        packet: () => {
          throw new TypeError('oh');
        },
        end: () => [],
      }),
    };
    const { findings } = await audit([pcap(clean())], { rules: [broken] });
    expect(findings.map((one) => [one.code, one.evidence[0]?.note])).toEqual([['O902', 'TypeError: oh']]);
  });
});
