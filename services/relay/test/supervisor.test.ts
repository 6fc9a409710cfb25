import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { peerId } from '@stoa/protocol';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRelayPool } from '../src/index.ts';
import { talk } from './client.ts';
import { listener, speaker, startRelays, until, wait } from './harness.ts';

let relays: Awaited<ReturnType<typeof startRelays>> | undefined;
afterEach(async () => {
  await relays?.stop();
  relays = undefined;
  vi.unstubAllEnvs();
});

const silent = () => {};

describe('the supervisor', () => {
  it('starts several processes on consecutive ports', async () => {
    relays = await startRelays({ count: 2, firstPort: 41_730 });
    expect(relays.pool.relays.map((relay) => [relay.port, relay.isUp])).toEqual([
      [41_730, true],
      [41_731, true],
    ]);
    expect(relays.pool.relays[0]!.pid).not.toBe(relays.pool.relays[1]!.pid);
  });

  it('says in one sentence that a port is taken, and leaves no process behind', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const { port } = socket.address();
    const pool = createRelayPool({ count: 1, bindAddress: '127.0.0.1', firstPort: port, log: silent });
    await expect(pool.start()).rejects.toThrow(`UDP port ${port} is already in use`);
    expect(pool.relays[0]!.pid).toBeUndefined();
    socket.close();
  });

  it('says in one sentence that an address is not ours', async () => {
    const pool = createRelayPool({ count: 1, bindAddress: '203.0.113.77', firstPort: 0, log: silent });
    await expect(pool.start()).rejects.toThrow('203.0.113.77 cannot be bound');
  });

  it('starts a killed process again, on the same port, and people can join again', async () => {
    relays = await startRelays({ firstPort: 41_740 });
    const { relay } = relays;
    await relays.join(1, speaker);
    const pid = relay.pid!;
    const lost = new Promise<readonly number[]>((resolve) => relay.onDown(resolve));
    const up = new Promise<void>((resolve) => relay.onUp(resolve));
    const killed = performance.now();
    process.kill(pid, 'SIGKILL');
    expect(await lost).toEqual([1]);
    expect(performance.now() - killed).toBeLessThan(500);
    await up;
    expect(relay.pid).not.toBe(pid);
    expect(relay.port).toBe(41_740);
    const a = await relays.join(2, speaker);
    const b = await relays.join(3, listener);
    const talking = talk(a);
    await until('sound is back', () => b.heard[0]!.length > 5);
    talking.stop();
    expect(relays.lines.join()).toContain('SIGKILL');
  });

  it('replaces processes one after the other, each when nobody is there any more', async () => {
    relays = await startRelays({ count: 2 });
    const { pool, relay } = relays;
    const [first, second] = pool.relays;
    const before = pool.relays.map(({ pid }) => pid);
    const drained: string[] = [];
    pool.onChange(() => drained.push(pool.relays.map(({ draining }) => Number(draining)).join('')));
    await relays.join(1, speaker);
    const renewed = pool.renew();
    await wait(400);
    // Somebody is still there.
    expect([first!.pid, second!.pid, first!.draining]).toEqual([...before, true]);
    relay.send({ type: 'close', peer: peerId(1) });
    await renewed;
    expect(drained).toEqual(['10', '00', '01', '00']);
    expect(pool.relays.every(({ isUp }) => isUp)).toBe(true);
    expect(pool.relays.some(({ pid }) => before.includes(pid))).toBe(false);
  });

  it('is replaced at once where nobody else can take those who are on it, unless other hosts might', async () => {
    relays = await startRelays({ count: 1 });
    const { pool, relay } = relays;
    const first = relay.pid;
    await relays.join(1, speaker);
    await pool.renew();
    const second = relay.pid;
    expect(second).not.toBe(first);
    await relays.join(2, speaker);
    const renewed = pool.renew(true);
    await wait(1_000);
    expect([relay.pid, relay.draining]).toEqual([second, true]);
    relay.send({ type: 'close', peer: peerId(2) });
    await renewed;
    expect(relay.pid).not.toBe(second);
  });

  it('kills a process that no longer answers, and starts another', async () => {
    relays = await startRelays({ hungMs: 1000 });
    const { relay } = relays;
    const pid = relay.pid!;
    const down = new Promise<readonly number[]>((resolve) => relay.onDown(resolve));
    const up = new Promise<void>((resolve) => relay.onUp(resolve));
    process.kill(pid, 'SIGSTOP');
    await down;
    await up;
    expect(relay.pid).not.toBe(pid);
    expect(relays.lines.join()).toContain('does not answer');
  });

  it('waits longer after each failure', async () => {
    relays = await startRelays();
    const { relay } = relays;
    for (let i = 0; i < 3; i++) {
      const up = new Promise<void>((resolve) => relay.onUp(resolve));
      process.kill(relay.pid!, 'SIGKILL');
      await up;
    }
    const waits = relays.lines
      .map((line) => Number(/again in (\d+) ms/.exec(line)?.[1]))
      .filter(Number.isFinite);
    expect(waits).toEqual([100, 200, 400]);
  });

  it('gives its processes nothing of its environment', async () => {
    vi.stubEnv('STOA_TEST_SECRET', 'swordfish');
    relays = await startRelays();
    const environment = readFileSync(`/proc/${relays.relay.pid}/environ`, 'utf8');
    expect(environment).not.toContain('swordfish');
    const names = environment.split('\0').map((entry) => entry.split('=')[0]);
    expect(names.filter(Boolean).sort()).toEqual([
      'NODE_CHANNEL_FD',
      'NODE_CHANNEL_SERIALIZATION_MODE',
      'NODE_ENV',
    ]);
  });

  it('stops and leaves nothing running', async () => {
    relays = await startRelays({ count: 2 });
    const pids = relays.pool.relays.map((relay) => relay.pid!);
    await relays.pool.stop();
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
    await wait(300);
    expect(relays.pool.relays.map((relay) => relay.pid)).toEqual([undefined, undefined]);
  });
});
