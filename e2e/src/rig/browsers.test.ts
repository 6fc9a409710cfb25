import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, openChromiumPage } from './chromium.ts';
import { type Firefox, launchFirefox } from './firefox.ts';
import { createNamespace, type NetNamespace } from './namespace.ts';
import { temporaryFolder } from './temporary.ts';
import {
  type AnyPage,
  blockPlayback,
  evaluate,
  heardTones,
  listen,
  setTone,
  waitForSilence,
  waitForTone,
} from './tone.ts';

// A page with two connected peers: the microphone of one is played by the element of the other.
const PAGE = `<!doctype html><title>two peers</title><script>
const early = new AudioContext().state;
async function talk() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()];
  a.onicecandidate = ({ candidate }) => b.addIceCandidate(candidate);
  b.onicecandidate = ({ candidate }) => a.addIceCandidate(candidate);
  const audio = new Audio();
  b.ontrack = ({ track }) => { audio.srcObject = new MediaStream([track]); audio.play(); };
  a.addTrack(stream.getAudioTracks()[0]);
  await a.setLocalDescription(); await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription(); await a.setRemoteDescription(b.localDescription);
  for (;;) { if (a.connectionState === 'connected') return 'connected'; await new Promise((r) => setTimeout(r, 50)); }
}
</script>`;

let server: Server;
let namespace: NetNamespace;
let address: string;

beforeAll(async () => {
  namespace = createNamespace();
  server = createServer((_request, response) => {
    // As strict as the app's own pages: what the rig injects must work under it.
    response.setHeader('content-security-policy', "default-src 'self'; script-src 'self' 'unsafe-inline'");
    response.setHeader('content-type', 'text/html').end(PAGE);
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  // No TLS in this test: http://localhost is a secure context, so the port is passed on from inside.
  const { port } = server.address() as AddressInfo;
  const relay = namespace.start(process.execPath, ['-e', PASS_ON, namespace.hostAddress, String(port)]);
  const [line] = (await once(relay.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  address = `http://localhost:${line.toString().trim()}/`;
});

const PASS_ON = `const net = require('node:net'); const [host, port] = process.argv.slice(1);
const server = net.createServer((a) => { const b = net.connect(Number(port), host); a.pipe(b).pipe(a);
for (const s of [a, b]) s.on('error', () => { a.destroy(); b.destroy(); }); });
server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

afterAll(async () => {
  server?.close();
  namespace?.close();
});

async function hearsItself(page: AnyPage): Promise<void> {
  await page.goto(address);
  expect(await evaluate(page, 'isSecureContext')).toBe(true);
  expect(await evaluate(page, 'talk()')).toBe('connected');
  await waitForTone(page, 700);
  expect((await heardTones(page)).map((hz) => Math.round(hz / 10))).toEqual([70]);

  await setTone(page, 1234);
  await waitForTone(page, 1234);
  await expect(waitForTone(page, 700, 300)).rejects.toThrow(/700 Hz; the page plays/);

  await setTone(page, 0);
  await waitForSilence(page);
  expect((await listen(page))[0]?.hz).toBe(0);
}

describe('Chromium in a namespace', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium({ namespace });
  });
  afterAll(() => browser?.close());

  test('a tone goes from peer to peer and is measured', async () => {
    await hearsItself(await openChromiumPage(browser, { tone: 700 }));
  });

  test('looks as it is told to', async () => {
    const page = await openChromiumPage(browser, {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
    });
    await page.goto(address);
    const matches = (query: string) => page.evaluate(`matchMedia('${query}').matches`);
    expect(await page.evaluate('innerWidth')).toBe(390);
    expect(await matches('(prefers-color-scheme: dark)')).toBe(true);
    expect(await matches('(prefers-reduced-motion: reduce)')).toBe(true);
  });
});

test('playback can be blocked until the person clicks', async () => {
  const browser = await launchChromium({ namespace });
  const page = await openChromiumPage(browser);
  await blockPlayback(page);
  await page.goto(address);
  const play = () => page.evaluate(`new Audio('data:audio/wav;base64,').play().catch((error) => error.name)`);
  expect(await play()).toBe('NotAllowedError');
  await page.mouse.click(50, 50);
  expect(await play()).toBe('NotSupportedError');
  await browser.close();
});

test('Chromium speaks a WAV file', async () => {
  const wav = join(temporaryFolder('wav'), 'tone.wav');
  writeFileSync(wav, toneWav(880, 48_000));
  const browser = await launchChromium({ namespace, microphone: { wav } });
  const page = await openChromiumPage(browser);
  await page.goto(address);
  await page.evaluate('talk()');
  await waitForTone(page, 880);
  await browser.close();
});

/** One second of a tone, 16 bit, mono. */
function toneWav(hz: number, rate: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + rate * 2, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    head.writeUInt16LE(value, at);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.write('data', 36);
  head.writeUInt32LE(rate * 2, 40);
  const samples = Int16Array.from(
    { length: rate },
    (_, n) => 12_000 * Math.sin((2 * Math.PI * hz * n) / rate),
  );
  return Buffer.concat([head, Buffer.from(samples.buffer)]);
}

test('Chromium with a denied microphone and blocked autoplay', async () => {
  const browser = await launchChromium({ namespace, microphone: 'denied', autoplay: 'blocked' });
  const page = await openChromiumPage(browser, { tone: 700 });
  await page.goto(address);
  const denied = page.evaluate(
    `navigator.mediaDevices.getUserMedia({ audio: true }).catch((error) => error.name)`,
  );
  expect(await denied).toBe('NotAllowedError');
  // Asked by the page itself, before the test touched it.
  expect(await page.evaluate('early')).toBe('suspended');
  await browser.close();
});

describe('Firefox in a namespace', () => {
  let firefox: Firefox;
  beforeAll(async () => {
    firefox = await launchFirefox({ namespace });
  });
  afterAll(() => firefox?.close());

  test('a tone goes from peer to peer and is measured', async () => {
    await hearsItself(await firefox.openPage({ tone: 700, viewport: { width: 390, height: 844 } }));
  });
});

test('Firefox with a denied microphone', async () => {
  const firefox = await launchFirefox({ namespace, microphone: 'denied' });
  const page = await firefox.openPage({ tone: 700 });
  await page.goto(address);
  const denied = page.evaluate(
    `navigator.mediaDevices.getUserMedia({ audio: true }).catch((error) => error.name)`,
  );
  expect(await denied).toBe('NotAllowedError');
  await firefox.close();
});
