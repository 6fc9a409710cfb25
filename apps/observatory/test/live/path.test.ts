// The look at the path, on captures of our own making: clean and with a leak.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtInPlaces } from '../../src/index.ts';
import { examinePath, type Material, RawCapture } from '../../src/live/index.ts';
import { randomBytes } from '../make/random.ts';
import { rtp } from '../make/rtp.ts';

const [ME, RELAY] = [
  { address: '10.7.0.2', port: 5000 },
  { address: '10.7.0.1', port: 4000 },
];
const START = 1.7e15;
const FRAMES = 400;
/** 300 ms of speech, 200 ms of none. */
const isLoud = (i: number) => i % 25 < 15;
const spoken = Array.from({ length: FRAMES / 25 }, (_, i) => ({
  from: START + i * 500_000,
  to: START + i * 500_000 + 300_000,
}));

const material: Material = {
  host: 'rooms.example',
  isTls: true,
  planted: [{ kind: 'name', canary: { what: 'name', text: 'Qorvel Tamsin' } }],
  spoken,
  isAlone: true,
  fence: [],
  expected: new Set([ME.address, RELAY.address]),
  people: [ME.address],
  control: 'a1b2c3d4e5f60718293a4b5c',
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'path-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A call as it should be, and what is done to it. */
async function look(
  spoil: (capture: RawCapture) => void = () => {},
  keep: (i: number) => boolean = () => true,
  size = (_i: number) => 183,
) {
  const capture = new RawCapture();
  let sequence = 0;
  for (let i = 0; i < FRAMES; i++) {
    if (!keep(i)) continue;
    const packet = rtp(
      { type: 111, sequence: sequence++, timestamp: i * 960, source: 4242 },
      randomBytes(i + 1, size(i)),
    );
    capture.datagram(START + i * 20_000, ME, RELAY, packet);
  }
  spoil(capture);
  const file = join(folder, 'a.pcap');
  writeFileSync(file, capture.bytes);
  const { outcomes } = await examinePath(file, material, builtInPlaces());
  const codes = [...outcomes.values()].flatMap(({ findings }) => findings.map(({ code }) => code));
  return { outcomes, codes: [...new Set(codes)].sort() };
}

test('a clean call: nothing is found, and every check has seen its control', async () => {
  const { outcomes, codes } = await look();
  expect(codes).toEqual([]);
  expect([...outcomes].filter(([, { control }]) => control === undefined).map(([id]) => id)).toEqual([]);
});

test.each<[string, string[], Parameters<typeof look>]>([
  [
    'a name in a datagram',
    ['O101'],
    [(capture) => capture.datagram(START, ME, RELAY, Buffer.from('Qorvel Tamsin'))],
  ],
  [
    'a packet to a stranger',
    ['O706'],
    [(capture) => capture.datagram(START, ME, { address: '203.0.113.7', port: 9 }, Buffer.from([1, 2, 3]))],
  ],
  ['silence left out', ['O403'], [() => {}, isLoud]],
  ['sizes that follow the speech', ['O402'], [() => {}, () => true, (i) => (isLoud(i) ? 183 : 143)]],
])('%s is found', async (_what, wanted, how) => {
  expect((await look(...how)).codes).toEqual(expect.arrayContaining(wanted));
});

test('without media nothing is said of media', async () => {
  const { outcomes } = await look(
    (capture) => capture.datagram(START, ME, RELAY, Buffer.from([1])),
    () => false,
  );
  expect(outcomes.get('path.sizes')?.notRun).toMatch(/no media/);
});
