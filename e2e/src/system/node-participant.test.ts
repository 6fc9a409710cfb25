import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createNodeParticipant,
  type NodeParticipant,
  type ParticipantOptions,
  probe,
  readWav,
  writeWav,
} from '@stoa/client/node';
import { createServer, type RunningServer } from '@stoa/server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ontoStage } from './onto-stage.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await createServer({ port: 0 });
});
afterAll(async () => {
  await server.stop();
});

const open: NodeParticipant[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((participant) => participant.close()));
});

async function come(options: Partial<ParticipantOptions>): Promise<NodeParticipant> {
  const participant = await createNodeParticipant({ server: server.url, name: 'Somebody', ...options });
  open.push(participant);
  await connected(participant);
  return participant;
}
const connected = (participant: NodeParticipant) =>
  participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected');
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function hears(participant: NodeParticipant, hertz: number, patienceMs = 8_000): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (participant.hear(hertz) < 0.15) {
    if (performance.now() > deadline) {
      const { stats, level } = participant;
      throw new Error(`${hertz} Hz was not heard: ${JSON.stringify({ stats, level })}`);
    }
    await pause(20);
  }
}

test('the probe hears every burst, verified, without loss', async () => {
  const result = await probe(server.url, { bursts: 10 });
  expect(result).toMatchObject({ heard: true, verified: true, problem: null });
  // Coder, 60 ms of jitter buffer and pacing are in it; above half a second something queues.
  expect(result.delayMs).toBeGreaterThan(40);
  expect(result.delayMs).toBeLessThan(500);
  expect(result.lossPct).toBeLessThan(2);
});

test('the probe of a server that is not there says so instead of throwing', async () => {
  const result = await probe('http://127.0.0.1:9', { patienceMs: 1_500 });
  expect(result).toMatchObject({ heard: false, delayMs: null, openMs: null, problem: 'timeout' });
});

test('a WAV file is spoken, and what is heard is written to another', async () => {
  const said = join(tmpdir(), `stoa-said-${process.pid}.wav`);
  const heard = join(tmpdir(), `stoa-heard-${process.pid}.wav`);
  const samples = new Int16Array(16_000 * 4);
  for (let i = 0; i < samples.length; i++) samples[i] = 10_000 * Math.sin((2 * Math.PI * 700 * i) / 16_000);
  writeFileSync(said, writeWav({ samples, rate: 16_000 }));
  try {
    const host = await come({ wavIn: said });
    const guest = await come({ link: host.room.link, wavOut: heard });
    await hears(guest, 700);
    await pause(500);
    await guest.close();
    const { samples: recorded, rate } = readWav(readFileSync(heard));
    expect(rate).toBe(48_000);
    expect(recorded.length).toBeGreaterThan(20_000);
    const loudest = recorded.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
    expect(loudest).toBeGreaterThan(7_000);
    expect(loudest).toBeLessThan(16_000);
  } finally {
    rmSync(said, { force: true });
    rmSync(heard, { force: true });
  }
});

test('two people on stage hear each other, and nobody hears oneself', async () => {
  const host = await come({ tone: 500 });
  const guest = await come({ link: host.room.link, tone: 1_200 });
  await hears(guest, 500);
  expect(host.level).toBe(0);
  await ontoStage(host, guest);
  await Promise.all([hears(host, 1_200), hears(guest, 500)]);
  expect(host.hear(500)).toBeLessThan(0.02);
  expect(guest.hear(1_200)).toBeLessThan(0.02);
  await guest.room.leaveStage();
  await guest.until((view) => view.me?.role === 'listener');
  await pause(1_000);
  expect(host.level).toBeLessThan(0.01);
});

test('a muted speaker is silent at once and goes on sending', async () => {
  const host = await come({ tone: 500 });
  const guest = await come({ link: host.room.link });
  await hears(guest, 500);
  expect(await host.room.setMuted(true)).toEqual({ ok: true });
  await pause(600);
  expect(guest.level).toBeLessThan(0.01);
  const before = host.stats.sent;
  await pause(1_000);
  expect(host.stats.sent - before).toBeGreaterThan(40);
  expect(host.stats.sent - before).toBeLessThan(60);
  await host.room.setMuted(false);
  await hears(guest, 500);
});

test('a killed relay: everybody hears again without anybody’s doing, on the same seats', async () => {
  const host = await come({ tone: 500 });
  const guest = await come({ link: host.room.link });
  await hears(guest, 500);
  const leaf = guest.room.view.me!.leaf;
  const phases = new Set<string>();
  guest.room.subscribe(() => {
    const { phase } = guest.room.view;
    phases.add(phase.is === 'live' ? phase.media : phase.is);
  });
  for (const child of children()) process.kill(child, 'SIGKILL');
  await guest.until(({ phase }) => phase.is === 'live' && phase.media === 'reconnecting');
  await connected(guest);
  await pause(300);
  await hears(guest, 500);
  expect(guest.room.view.me?.leaf).toBe(leaf);
  expect(phases).toEqual(new Set(['connected', 'reconnecting']));
});

describe('behind a network that fails', () => {
  let proxy: Proxy;
  beforeAll(async () => {
    proxy = await startProxy(server.port);
  });
  afterAll(() => proxy.close());
  afterEach(() => proxy.heal());

  test('a cut socket is resumed on the same seat, and the sound never stops', async () => {
    const host = await come({ tone: 500 });
    const guest = await come({ link: host.room.link, server: proxy.url });
    await hears(guest, 500);
    const { leaf } = guest.room.view.me!;
    const levels: number[] = [];
    const stop = guest.onSound(() => levels.push(guest.level));
    proxy.cut();
    await guest.until(({ phase }) => phase.is === 'reconnecting');
    await connected(guest);
    stop();
    expect(guest.room.view.me?.leaf).toBe(leaf);
    expect(Math.min(...levels)).toBeGreaterThan(0.05);
    expect(await guest.room.raiseHand()).toEqual({ ok: true });
    await host.until((view) => view.hands.total === 1);
  });

  test('a moderator whose socket was cut is the same moderator afterwards, and still lets people in', async () => {
    const host = await come({ tone: 500, server: proxy.url });
    proxy.cut();
    await host.until(({ phase }) => phase.is === 'reconnecting');
    await connected(host);
    expect(host.room.view.me?.role).toBe('moderator');
    const guest = await come({ link: host.room.link });
    await hears(guest, 500);
  });

  test('a network that swallows everything: noticed after 10 s, then joined afresh as a listener', async () => {
    const host = await come({ tone: 500 });
    const guest = await come({ link: host.room.link, server: proxy.url, tone: 900 });
    await ontoStage(host, guest);
    await hears(host, 900);
    const { leaf } = guest.room.view.me!;
    proxy.swallow();
    const from = performance.now();
    await guest.until(({ phase }) => phase.is === 'reconnecting', 14_000);
    expect(performance.now() - from).toBeGreaterThan(4_000);
    await host.until((view) => view.stage.length === 1, 40_000);
    proxy.heal();
    await guest.until((view) => view.phase.is === 'live' && view.me?.leaf !== leaf, 40_000);
    expect(guest.room.view.me?.role).toBe('listener');
    expect(guest.room.view.microphone).toBe('off');
    await connected(guest);
    await hears(guest, 500);
    expect(host.level).toBeLessThan(0.01);
  });
});

/** Processes that this one started: the server's relays. */
function children(): readonly number[] {
  const text = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
  const mine = text.trim().split(' ').map(Number);
  return mine.filter((pid) => pid > 0 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('relay'));
}

type Proxy = {
  readonly url: string;
  /** Every connection ends; new ones are served. */
  cut(): void;
  /** Nothing passes any more, in connections old and new, and nobody is told. */
  swallow(): void;
  heal(): void;
  close(): void;
};

async function startProxy(port: number): Promise<Proxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isSwallowing = false;
  const tcp: Server = createTcpServer((outer) => {
    const inner = connect(port, '127.0.0.1');
    const pair = [outer, inner] as const;
    pairs.add(pair);
    const pass = (from: Socket, to: Socket) => {
      from.on('data', (data) => {
        if (!isSwallowing) to.write(data);
      });
      from.on('error', () => {});
      from.on('close', () => {
        pairs.delete(pair);
        if (!isSwallowing) to.destroy();
      });
    };
    pass(outer, inner);
    pass(inner, outer);
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const address = tcp.address();
  const cut = () => {
    for (const [outer, inner] of [...pairs]) {
      outer.destroy();
      inner.destroy();
    }
  };
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    cut,
    swallow: () => {
      isSwallowing = true;
    },
    heal: () => {
      if (isSwallowing) cut();
      isSwallowing = false;
    },
    close: () => {
      cut();
      tcp.close();
    },
  };
}
