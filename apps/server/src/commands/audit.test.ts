import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { auditCapture, type CaptureFlags, FOUND } from './audit.ts';

let folder: string;
let printed: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  printed = '';
  const keep = (text: string | Uint8Array) => {
    printed += text.toString();
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
  process.exitCode = 0;
});

/** A pcap file (raw IP) with one UDP packet from 10.0.0.2 to 8.8.8.8. */
function capture(text: string): string {
  const payload = Buffer.from(text);
  const packet = Buffer.alloc(28 + payload.length);
  packet.set([0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 2, 8, 8, 8, 8]);
  packet.writeUInt16BE(packet.length, 2);
  packet.writeUInt16BE(5000, 20);
  packet.writeUInt16BE(6000, 22);
  packet.writeUInt16BE(8 + payload.length, 24);
  packet.set(payload, 28);
  const head = Buffer.alloc(40);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(101, 20);
  head.writeUInt32LE(1_700_000_000, 24);
  head.writeUInt32LE(packet.length, 32);
  head.writeUInt32LE(packet.length, 36);
  return file('a.pcap', Buffer.concat([head, packet]));
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const run = async (path: string, flags: CaptureFlags = {}) => {
  await auditCapture(path, flags);
  return process.exitCode;
};

describe('stoa audit capture', () => {
  test('says in words what was found and where the packets went', async () => {
    expect(
      await run(capture('hello Qorvel Tamsin!'), { canaries: file('c.txt', 'name = Qorvel Tamsin\n') }),
    ).toBe(0);
    expect(printed).toMatch(/critical\s+O101/);
    expect(printed).toContain('Google LLC');
    expect(printed).toContain('CC BY 4.0');
    expect(printed).not.toContain('Qorvel');
  });

  test('writes every report, and ends with 3 from the severity that was asked for', async () => {
    const flags = {
      json: join(folder, 'a.json'),
      sarif: join(folder, 'a.sarif'),
      html: join(folder, 'a.html'),
      fence: 'de',
      failOn: 'high',
    };
    expect(await run(capture('nothing'), flags)).toBe(FOUND);
    expect(JSON.parse(readFileSync(flags.json, 'utf8')).findings[0].code).toBe('O601');
    expect(JSON.parse(readFileSync(flags.sarif, 'utf8')).version).toBe('2.1.0');
    expect(readFileSync(flags.html, 'utf8')).toContain('outside the fence');
    expect(await run(capture('nothing'), { fence: 'us', failOn: 'high' })).toBe(0);
  });

  test('with --json alone standard output is JSON and nothing else', async () => {
    await run(capture('nothing'), { json: true });
    expect(JSON.parse(printed).format).toBe('stoa-audit');
  });

  test.for<[string, string, CaptureFlags, string]>([
    ['a file that is not there', 'missing.pcap', {}, 'There is no file'],
    ['a folder', '.', {}, 'is a folder'],
    ['a text', 'text', {}, 'no pcap or pcapng'],
    ['a fence that is none', 'a.pcap', { fence: 'Germany' }, 'two letters'],
    ['a severity that is none', 'a.pcap', { failOn: 'bad' }, '--fail-on takes one of'],
    ['canaries that are not there', 'a.pcap', { canaries: '/nowhere/c.txt' }, 'cannot be read'],
    ['a canary that is too short', 'a.pcap', { canaries: 'short' }, 'has less than 4 bytes'],
    ['a database that is none', 'a.pcap', { mmdb: ['text'] }, 'cannot be used'],
  ])('%s is refused with a sentence', async ([, path, flags, sentence]) => {
    capture('x');
    file('text', 'this is no capture, whatever its name');
    const local = (name: string) => join(folder, name);
    const canaries = flags.canaries === 'short' ? file('s.txt', 'x = abc\n') : flags.canaries;
    const named = {
      ...flags,
      ...(canaries && { canaries }),
      ...(flags.mmdb && { mmdb: flags.mmdb.map(local) }),
    };
    await expect(auditCapture(local(path), named)).rejects.toThrow(sentence);
  });
});
