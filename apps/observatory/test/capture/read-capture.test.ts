import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaptureVisitor, readCapture, readChunks } from '../../src/capture/index.ts';
import { text } from '../make/bytes.ts';
import { TcpTalk, udpFrame } from '../make/conversation.ts';
import { type Frame, pcap } from '../make/pcap.ts';
import { textOf } from './read-all.ts';

const a = { address: '192.0.2.1', port: 1 };
const b = { address: '192.0.2.2', port: 2 };
const frames: Frame[] = Array.from({ length: 3000 }, (_, index) =>
  udpFrame(index, a, b, new Uint8Array(1000).fill(index)),
);
const talk = new TcpTalk(a, b);
const file = pcap([...frames, ...talk.open(4000), ...talk.send(5000, 'a', text('the end'))]);
const COUNT = frames.length + 4;

describe('files', () => {
  let folder = '';
  const put = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'captures-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('C2 a file longer than its buffers reads as it is in memory', async () => {
    let sum = 0;
    let said = '';
    const steps: [number, number | undefined][] = [];
    const summary = await readCapture(put('long.pcap', file), {
      packet: ({ payload }) => {
        sum += payload[0] ?? 0;
      },
      stream: ({ bytes }) => {
        said += textOf(bytes);
      },
      progress: (read, total) => steps.push([read, total]),
    });
    expect(summary).toMatchObject({ packets: COUNT, bytes: file.length, flows: 2, notes: {} });
    expect(sum).toBe(frames.reduce((all, _, index) => all + (index & 255), 0) + 't'.charCodeAt(0));
    expect(said).toBe('the end');
    expect(steps.at(-1)).toEqual([file.length, file.length]);
    expect(steps.length).toBeGreaterThan(2);
  });

  it('C5 gzip is undone, in one member or several', async () => {
    const path = put(
      'long.pcap.gz',
      Buffer.concat([gzipSync(file.slice(0, 9999)), gzipSync(file.slice(9999))]),
    );
    expect(await readCapture(path, {})).toMatchObject({ packets: COUNT, bytes: file.length, notes: {} });
  });

  it('C5 a cut or damaged archive is read as far as it goes', async () => {
    const whole = gzipSync(file);
    const cut = await readCapture(put('cut.gz', whole.subarray(0, whole.length / 2)), {});
    expect(cut.packets).toBeGreaterThan(500);
    expect(cut.notes).toEqual({ 'file-truncated': 1 });
    const damaged = whole.slice();
    // A bit of the checksum at the end.
    damaged[damaged.length - 6]! ^= 1;
    const read = await readCapture(put('damaged.gz', damaged), {});
    expect(read.packets).toBeGreaterThan(COUNT - 100);
    expect(read.notes['compression-damaged']).toBe(1);
    const junk = await readCapture(put('junk.gz', Uint8Array.of(0x1f, 0x8b, 1, 2, 3)), {});
    expect(junk.notes).toEqual({ 'compression-damaged': 1, 'not-a-capture': 1 });
  });

  it('C5 an archive of no capture is not unpacked to its end', async () => {
    const bomb = gzipSync(new Uint8Array(40 * 2 ** 20));
    const summary = await readCapture(put('bomb.gz', bomb), {});
    expect(summary.bytes).toBeLessThan(2 ** 20);
    expect(summary.notes).toEqual({ 'not-a-capture': 1 });
  });

  it('C6 what a visitor throws reaches the caller', async () => {
    const visitor: CaptureVisitor = {
      packet: ({ number }) => {
        if (number === 100) throw new Error('enough');
      },
    };
    await expect(readCapture(put('long.pcap', file), visitor)).rejects.toThrow('enough');
    await expect(readCapture(put('long.pcap.gz', gzipSync(file)), visitor)).rejects.toThrow('enough');
    await expect(readCapture(join(folder, 'none.pcap'), {})).rejects.toThrow('ENOENT');
  });

  it('C6 a signal stops the reading', async () => {
    const stop = new AbortController();
    const visitor = { progress: () => stop.abort(new Error('stopped')) };
    await expect(readCapture(put('long.pcap', file), visitor, { signal: stop.signal })).rejects.toThrow(
      'stopped',
    );
  });

  it('C2 any source of bytes serves', async () => {
    async function* pieces() {
      for (let at = 0; at < file.length; at += 100_000) yield file.slice(at, at + 100_000);
    }
    expect(await readChunks(pieces(), {})).toMatchObject({ packets: COUNT, notes: {} });
    expect(await readChunks([file], {})).toMatchObject({ packets: COUNT });
  });
});
