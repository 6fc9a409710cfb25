import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { RawCapture } from '../../src/live/index.ts';
import { examineTalk } from '../../src/live/talk.ts';

const folder = mkdtempSync(join(tmpdir(), 'talk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [ME, SERVER] = [
  { address: '10.7.0.2', port: 5000 },
  { address: '10.7.0.1', port: 443 },
];
const START = 1.7e15;
const spoken = Array.from({ length: 16 }, (_, i) => ({
  from: START + i * 500_000,
  to: START + i * 500_000 + 300_000,
}));

async function look(times: readonly number[], said = spoken) {
  const capture = new RawCapture();
  for (const [i, time] of times.entries())
    capture.segment(START + time, ME, SERVER, 1 + i * 256, new Uint8Array(256));
  const file = join(folder, 'a.pcap');
  writeFileSync(file, capture.bytes);
  return examineTalk(file, said);
}

test('pings at their own pace say nothing, and the control is seen', async () => {
  const { findings, control } = await look(Array.from({ length: 11 }, (_, i) => i * 730_000));
  expect([findings, control !== undefined]).toEqual([[], true]);
});

test('a message with each burst is found', async () => {
  const { findings } = await look(
    spoken.flatMap(({ from }) => [0, 100_000, 200_000].map((late) => from - START + late + 20_000)),
  );
  expect(findings.map(({ code }) => code)).toEqual(['O711']);
});

test('without speech nothing is said', async () => {
  expect((await look([1, 2, 3], spoken.slice(0, 2))).notRun).toMatch(/too little/);
});
