// A guest in a real browser, where Chromium is installed: steered through its own pipe, its TLS secrets logged.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const patienceMs = 40_000;

export type ChromiumGuest = { close(): Promise<void> };
type Wish = { readonly link: string; readonly name: string; readonly keyLog: string };

/** Comes by a link and listens. @returns a sentence why there is no such guest */
export async function chromiumGuest(wish: Wish): Promise<ChromiumGuest | string> {
  const path = places.find((one) => existsSync(one));
  if (!path) return 'Chromium is not installed';
  const profile = await mkdtemp(join(tmpdir(), 'stoa-audit-browser-'));
  const flags = await flagsFor(new URL(wish.link), profile, wish.keyLog);
  const child = spawn(path, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const close = async () => {
    process.off('exit', kill);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && kill()) await Promise.race([gone, sleep(3_000)]);
    await rm(profile, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  };
  try {
    await come(new Steering(child), wish);
    return { close };
  } catch (error) {
    await close();
    return `Chromium did not come into the room: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What a browser asks its maker for by itself is left out: it would look like a stranger of the app's. */
async function flagsFor(
  { hostname, port, protocol }: URL,
  profile: string,
  keyLog: string,
): Promise<string[]> {
  const trusted = protocol === 'https:' ? await keyHash(hostname, Number(port || 443)) : undefined;
  return [
    '--headless=new',
    '--remote-debugging-pipe',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-gpu',
    '--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication',
    '--autoplay-policy=no-user-gesture-required',
    '--lang=en-US',
    `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${hostname}`,
    `--user-data-dir=${profile}`,
    `--ssl-key-log-file=${keyLog}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    // The certificate that this process has checked by its own authorities, and no other.
    ...(trusted === undefined ? [] : [`--ignore-certificate-errors-spki-list=${trusted}`]),
    'about:blank',
  ];
}

function keyHash(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, servername: host }, () => {
      const { publicKey } = new X509Certificate(socket.getPeerCertificate().raw);
      resolve(
        createHash('sha256')
          .update(publicKey.export({ type: 'spki', format: 'der' }))
          .digest('base64'),
      );
      socket.end();
    });
    socket.once('error', () => resolve(undefined));
  });
}

async function come(browser: Steering, { link, name }: Wish): Promise<void> {
  const { targetId } = await browser.call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser.call('Target.attachToTarget', { targetId, flatten: true });
  const page = (method: string, params: object = {}) => browser.call(method, params, String(sessionId));
  const until = async (what: string, expression: string) => {
    for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(100)) {
      const { result } = await page('Runtime.evaluate', {
        expression,
        returnByValue: true,
        userGesture: true,
      });
      if ((result as { value?: unknown }).value === true) return;
    }
    throw new Error(`${what} did not appear`);
  };
  await page('Page.navigate', { url: link });
  await until('the field for the name', FIELD);
  await page('Input.insertText', { text: name });
  await until('the button to join', pressed('Join and listen'));
  await until('the room', `${named('Leave quietly')} !== undefined`);
}

const FIELD = `(() => {
  const field = [...document.querySelectorAll('input')].find((one) => [...(one.labels ?? [])].some((label) => label.innerText.includes('Your name in the room')));
  field?.focus();
  field?.select();
  return field !== undefined;
})()`;
const named = (name: string): string =>
  `[...document.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.innerText).trim() === '${name}' && !one.disabled)`;
const pressed = (name: string): string =>
  `(() => { const it = ${named(name)}; it?.click(); return it !== undefined; })()`;

type Answer = Readonly<Record<string, unknown>>;

/** The DevTools protocol over a pipe: JSON, each message ended by a zero byte. */
class Steering {
  readonly #out: Writable;
  readonly #waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  #last = 0;
  #rest = '';

  constructor(child: ChildProcess) {
    this.#out = child.stdio[3] as Writable;
    const input = child.stdio[4] as Readable;
    input.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    this.#out.on('error', () => {});
    child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('it ended'));
    });
  }

  call(method: string, params: object = {}, sessionId?: string): Promise<Answer> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#out.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    });
  }

  #take(text: string): void {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop() ?? '';
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message) as {
        id?: number;
        result?: Answer;
        error?: { message: string };
      };
      const waiting = id === undefined ? undefined : this.#waiting.get(id);
      if (!waiting || id === undefined) continue;
      this.#waiting.delete(id);
      if (error) waiting.reject(new Error(error.message));
      else waiting.resolve(result ?? {});
    }
  }
}
