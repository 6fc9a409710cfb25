import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeRelayPool } from '@stoa/relay';
import { expect, test } from 'vitest';
import { createServer } from '../src/index.ts';

/** A Binding request without anything (RFC 8489, section 5). */
const binding = Buffer.from(`000100002112a442${'09'.repeat(12)}`, 'hex');

test('what TURN does can be read by Prometheus, in a process where it shares the port of HTTP', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'stoa-metrics-'));
  const watch = { version: '1', roles: ['all'], dataFolder, metrics: { host: '127.0.0.1', port: 0 } };
  const server = await createServer({ port: 0, relays: createFakeRelayPool(), watch });
  const socket = connect(server.port, '127.0.0.1');
  try {
    const numbers = async () => {
      const text = await (await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).text();
      return new Map(
        text
          .split('\n')
          .filter((line) => line.startsWith('stoa_turn_'))
          .map((line) => line.split(' ') as [string, string]),
      );
    };
    const none = await numbers();
    for (const name of ['connections', 'allocations'])
      expect([name, none.get(`stoa_turn_${name}`)]).toEqual([name, '0']);
    for (const name of ['packets_up', 'packets_down', 'bytes_up', 'bytes_down', 'packets_dropped', 'refused'])
      expect([name, none.get(`stoa_turn_${name}_total`)]).toEqual([name, '0']);
    socket.write(binding);
    await once(socket, 'data');
    expect((await numbers()).get('stoa_turn_connections')).toBe('1');
  } finally {
    socket.destroy();
    await server.stop();
  }
});
