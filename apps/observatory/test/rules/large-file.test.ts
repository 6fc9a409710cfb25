// A file that is read in pieces through buffers that are used again: what a rule keeps must be its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { audit, jsonReport } from '../../src/index.ts';
import { RawCapture } from '../../src/live/index.ts';
import { randomBytes } from '../make/random.ts';
import { rtp } from '../make/rtp.ts';

const folder = mkdtempSync(join(tmpdir(), 'large-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('F2 encrypted voice in a file of many megabytes is not called clear, and the file is examined as its bytes are', async () => {
  const capture = new RawCapture();
  const [me, relay] = [
    { address: '192.168.7.2', port: 5000 },
    { address: '192.168.7.1', port: 4000 },
  ];
  for (let i = 0; i < 3000; i++) {
    const time = 1.7e15 + i * 20_000;
    const packet = rtp({ type: 111, sequence: i, timestamp: i * 960, source: 4242 }, randomBytes(i + 1, 183));
    capture.datagram(time, me, relay, packet);
    capture.datagram(time + 900, me, { ...relay, port: 4001 }, randomBytes(i + 5000, 1100));
  }
  const file = join(folder, 'a.pcap');
  writeFileSync(file, capture.bytes);
  expect(capture.bytes.length).toBeGreaterThan(3 << 20);
  const fromFile = await audit(file);
  expect(fromFile.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(jsonReport(fromFile)).toEqual(jsonReport(await audit([new Uint8Array(capture.bytes)])));
});
