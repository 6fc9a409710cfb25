import { get } from 'node:http';
import { describe, expect, test } from 'vitest';
import { silentLog } from '../log.ts';
import { createMetrics } from './create-metrics.ts';
import { lateness, watchLoop } from './loop-watch.ts';
import { serveMetrics } from './serve-metrics.ts';

const build = { version: '1.2.3', roles: ['control', 'relay'] };

function readings(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))] as const),
  );
}

describe('what can be read', () => {
  test('numbers of those who are watched, at the moment of reading; nothing of parts that are not here', async () => {
    const metrics = createMetrics(build);
    expect(readings(await metrics.text()).has('stoa_rooms')).toBe(false);
    let rooms = 1;
    metrics.watch({
      control: {
        get load() {
          return { rooms, sockets: 2, participants: 3, waiting: 0, transports: 3, joins: 5 };
        },
      },
      relays: { relays: [{ index: 0, isUp: false, pressure: 0.25, draining: false }] },
      database: () => ({ total: 5, idle: 3, waiting: 1, most: 20 }),
    });
    const first = readings(await metrics.text());
    expect(first.get('stoa_rooms')).toBe(1);
    expect(first.get('stoa_joins_total')).toBe(5);
    expect(first.get('stoa_relay_up{relay="0"}')).toBe(0);
    expect(first.get('stoa_relay_pressure{relay="0"}')).toBe(0.25);
    expect(first.get('stoa_database_connections{state="busy"}')).toBe(2);
    expect(first.get('stoa_build_info{version="1.2.3",roles="control,relay"}')).toBe(1);
    rooms = 7;
    const second = readings(await metrics.text());
    expect(second.get('stoa_rooms')).toBe(7);
    expect(second.get('stoa_joins_total')).toBe(5);
  });

  test('what the log tells is counted by its words, and the line is passed on', async () => {
    const metrics = createMetrics(build);
    const passed: object[] = [];
    const log = metrics.count({ ...silentLog, info: (line) => void passed.push(line) });
    log.info({ event: 'doorRefused', why: 'tokenExpired' });
    log.info({ event: 'doorRefused', why: 'tokenExpired' });
    log.warn({ event: 'relayLost' });
    log.warn({ event: 'eventLoopBlocked', why: 'blocked', ms: 500 });
    log.error({ event: 'doorRefused', why: '203.0.113.9' });
    const read = readings(await metrics.text());
    expect(passed).toHaveLength(2);
    expect(read.get('stoa_joins_refused_total{reason="tokenExpired"}')).toBe(2);
    expect(read.get('stoa_joins_refused_total{reason="other"}')).toBe(1);
    expect(read.get('stoa_relay_losses_total')).toBe(1);
    expect(read.get('stoa_event_loop_blocks_total{why="blocked"}')).toBe(1);
    expect(await metrics.text()).not.toContain('203.0.113.9');
  });

  test('a word that was not said yet stands at 0, so that the first time is seen as a rise', async () => {
    const read = readings(await createMetrics(build).text());
    expect(read.get('stoa_joins_refused_total{reason="tokenExpired"}')).toBe(0);
    expect(read.get('stoa_sockets_closed_total{reason="slowReader"}')).toBe(0);
    expect(read.get('stoa_event_loop_blocks_total{why="paused"}')).toBe(0);
  });
});

describe('the port of its own', () => {
  const status = (port: number, path: string, method = 'GET') =>
    new Promise<{ code: number | undefined; type: string | undefined; text: string }>((resolve, reject) => {
      get({ port, path, method, host: '127.0.0.1' }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ code: response.statusCode, type: response.headers['content-type'], text }),
        );
      }).on('error', reject);
    });

  test('answers /metrics and nothing else', async () => {
    const served = await serveMetrics(createMetrics(build), { host: '127.0.0.1', port: 0 });
    const answer = await status(served.port, '/metrics');
    expect(answer).toMatchObject({ code: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
    expect(answer.text).toContain('stoa_build_info');
    expect((await status(served.port, '/')).code).toBe(404);
    expect((await status(served.port, '/metrics', 'POST')).code).toBe(404);
    await expect(
      serveMetrics(createMetrics(build), { host: '127.0.0.1', port: served.port }),
    ).rejects.toThrow(`Port ${served.port} is in use: set STOA_METRICS_PORT to another number.`);
    await served.stop();
  });
});

describe('F13 the event loop', () => {
  test('a late timer is a block when the process worked, a pause when it did not run', () => {
    expect(lateness(40, 40)).toBeUndefined();
    expect(lateness(500, 480)).toEqual({ why: 'blocked', ms: 500 });
    expect(lateness(10_000, 5)).toEqual({ why: 'paused', ms: 10_000 });
  });

  test('a block of 500 ms is said', async () => {
    const lines: object[] = [];
    const stop = watchLoop({ ...silentLog, warn: (line) => void lines.push(line) });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const until = performance.now() + 600;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 150));
    stop();
    expect(lines[0]).toMatchObject({ event: 'eventLoopBlocked', ms: expect.any(Number) });
    expect((lines[0] as { ms: number }).ms).toBeGreaterThan(400);
  });
});
