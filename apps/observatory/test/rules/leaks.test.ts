import { describe, expect, test } from 'vitest';
import { type AuditOptions, audit, CATALOGUE } from '../../src/index.ts';
import { clean, inOrder, quietCall, quietCustom, quietQuic, quietTls } from '../make/clean.ts';
import { LEAKS, LOOK_UP, NAME, OLD_CLIENT } from '../make/leaks.ts';
import { type Frame, pcap } from '../make/pcap.ts';

const run = (frames: readonly Frame[], options: AuditOptions = {}) => audit([pcap(frames)], options);
const canaries = [
  { what: 'display name', text: NAME },
  { what: 'user id', number: 3_111_222_333n },
  { what: 'token', bytes: Buffer.from('5f1e0a77c3d9b24866aa01fe', 'hex') },
];

describe('a scene for each finding', () => {
  test.for([...LEAKS, LOOK_UP, OLD_CLIENT])(
    '$code: $what',
    { timeout: 60_000 },
    async ({ code, also, frames, options }) => {
      const { findings } = await run(inOrder(clean(), frames()), options);
      const codes = new Set(findings.filter((one) => one.severity !== 'info').map((one) => one.code));
      const wanted = findings.filter((one) => one.code === code);
      expect(wanted, JSON.stringify(findings.map((one) => [one.code, one.title]))).not.toEqual([]);
      for (const one of wanted) {
        expect(one.evidence.length).toBeGreaterThan(0);
        expect(one.count).toBeGreaterThanOrEqual(1);
      }
      expect([...codes].filter((one) => one !== code && !also?.includes(one))).toEqual([]);
    },
  );

  test('every finding but a rule that gave up and the list of destinations has a scene', () => {
    const shown = new Set([...LEAKS, LOOK_UP].map((one) => one.code));
    expect(
      Object.keys(CATALOGUE)
        .filter((code) => !shown.has(code))
        .sort(),
    ).toEqual(['O602', 'O902']);
  });
});

describe('nothing is found where nothing leaks', () => {
  test('a clean capture', async () => {
    const { findings } = await run(clean(), { canaries });
    expect(findings.filter((one) => one.severity !== 'info').map((one) => one.title)).toEqual([]);
  });

  test('200 encrypted flows of four kinds give no false alarm', async () => {
    const kinds = [quietCall, quietTls, quietQuic, quietCustom] as const;
    const frames = Array.from({ length: 50 }, (_, seed) =>
      kinds.map((kind, i) => kind(seed + 10 + i * 200, { address: `10.1.${i}.${seed}`, port: 50_000 })),
    ).flat();
    const { findings, flows } = await run(inOrder(...frames), { canaries });
    expect(flows).toHaveLength(200);
    expect(
      findings.filter((one) => one.severity !== 'info').map((one) => `${one.code} ${one.title}`),
    ).toEqual([]);
    expect(flows.filter((one) => one.protection === 'clear' || one.protection === 'partly')).toEqual([]);
  }, 60_000);
});
