// TLS of Node's own, captured and opened with the secrets that Node logs.

import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectPlain, createServer as createPlain, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTls, RawCapture } from '../../src/live/index.ts';

const CLIENT = { address: '10.0.0.2', port: 50_000 };
const SERVER = { address: '10.0.0.1', port: 443 };
let folder = '';
let certificate: { key: Buffer; cert: Buffer };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tls-open-'));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const made = spawnSync('openssl', [
    'req',
    '-x509',
    '-new',
    '-key',
    keyFile,
    '-subj',
    '/CN=a',
    '-days',
    '1',
    '-out',
    certFile,
  ]);
  if (made.status !== 0) throw new Error(`openssl is needed for a certificate: ${made.stderr}`);
  certificate = { key: readFileSync(keyFile), cert: readFileSync(certFile) };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A question and an answer over TLS; what passed as a capture, and the key log. */
async function talk(
  ciphersuites: string,
  question: Buffer,
  answer: Buffer,
): Promise<{ file: string; keyLog: string }> {
  const copy = new RawCapture();
  let time = 1.7e15;
  const at = { client: 1, server: 1 };
  const note = (from: 'client' | 'server', bytes: Buffer) => {
    time += 100;
    const [one, other] = from === 'client' ? [CLIENT, SERVER] : [SERVER, CLIENT];
    for (let start = 0; start < bytes.length; start += 1400) {
      const part = bytes.subarray(start, start + 1400);
      copy.segment(time, one, other, at[from], part);
      at[from] += part.length;
    }
  };
  const server = createServer({ ...certificate, minVersion: 'TLSv1.3' }, (socket) => {
    let got = 0;
    socket.on('data', (part) => {
      got += part.length;
      if (got === question.length) socket.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const middle = createPlain((outer: Socket) => {
    const inner = connectPlain(port, '127.0.0.1');
    outer.on('data', (part: Buffer) => {
      note('client', part);
      inner.write(part);
    });
    inner.on('data', (part: Buffer) => {
      note('server', part);
      outer.write(part);
    });
    outer.on('end', () => inner.end());
    inner.on('end', () => outer.end());
  });
  await new Promise<void>((resolve) => middle.listen(0, '127.0.0.1', resolve));
  let keyLog = '';
  await new Promise<void>((resolve, reject) => {
    const socket = connect({
      port: (middle.address() as { port: number }).port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      ciphers: ciphersuites,
    });
    socket.on('keylog', (line) => {
      keyLog += line.toString();
    });
    socket.on('error', reject);
    socket.on('data', () => {});
    socket.on('end', resolve);
    socket.write(question);
  });
  server.close();
  middle.close();
  const file = join(folder, `${ciphersuites}.pcap`);
  writeFileSync(file, copy.bytes);
  return { file, keyLog };
}

test.each(['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'])(
  '%s is opened in both directions, over many records',
  async (suite) => {
    const [question, answer] = [randomBytes(70_000), randomBytes(50_000)];
    const { file, keyLog } = await talk(suite, question, answer);
    const [stream] = await openTls(file, keyLog);
    expect(stream?.isOpen).toBe(true);
    expect(stream?.fromClient.equals(question)).toBe(true);
    expect(stream?.fromServer.equals(answer)).toBe(true);
  },
);

test('without the secrets of this connection it stays shut, and says so', async () => {
  const { file, keyLog } = await talk('TLS_AES_128_GCM_SHA256', Buffer.from('who?'), Buffer.from('nobody'));
  const others = keyLog.replace(/ [0-9a-f]{64} /g, ` ${'00'.repeat(32)} `);
  expect((await openTls(file, others)).map(({ isOpen }) => isOpen)).toEqual([false]);
  const wrong = keyLog.replace(/ [0-9a-f]{64}\n/g, ` ${'00'.repeat(32)}\n`);
  const [stream] = await openTls(file, wrong);
  expect([stream?.fromClient.length, stream?.fromServer.length]).toEqual([0, 0]);
});
