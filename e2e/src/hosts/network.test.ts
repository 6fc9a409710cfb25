import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { runSync } from '../rig/programs.ts';
import { rows, startCapture } from '../rig/tshark.ts';
import { createNetwork, type Network } from './network.ts';

let network: Network<'one' | 'two' | 'three'> | undefined;
afterEach(() => network?.close());

const says = (from: 'one' | 'two' | 'three', to: string, port = 7777, word = 'hello') =>
  network!.hosts[from].run('bash', ['-c', `echo ${word} > /dev/udp/${to}/${port} || true`]);

test('hosts reach each other at fixed addresses, and a capture on one of them shows who', async () => {
  network = createNetwork(['one', 'two', 'three']);
  const { one, two, three } = network.hosts;
  expect([one, two, three].map(({ address }) => address)).toEqual(['10.90.0.1', '10.90.0.2', '10.90.0.3']);
  const captures = await Promise.all(
    [two, three].map((namespace) => startCapture({ namespace, device: 'eth0' })),
  );
  says('one', two.address);
  await sleep(50);
  for (const capture of captures) await capture.stop();
  const from = captures.map(({ file }) =>
    rows(file, ['ip.src', 'ip.dst'], { filter: `ip.src == ${one.address}` }),
  );
  expect(from[0]!.some((row) => row['ip.dst'] === two.address)).toBe(true);
  expect(from[1]).toEqual([]);
});

test('a partition, a firewall and a lost cable are silent, and heal', async () => {
  network = createNetwork(['one', 'two', 'three']);
  const { two, three } = network.hosts;
  const capture = await startCapture({ namespace: two, device: 'eth0' });
  const far = await startCapture({ namespace: three, device: 'eth0' });
  says('one', two.address, 7001);
  network.partition('one', 'two');
  says('one', two.address, 7002);
  says('one', three.address, 7002);
  network.heal();
  says('one', two.address, 7003);
  network.block('two', 'udp');
  says('one', two.address, 7004);
  network.heal();
  network.unplug('one');
  says('one', two.address, 7005);
  network.heal();
  network.lose('two', 50);
  for (let i = 0; i < 40; i++) says('one', two.address, 7006);
  network.heal();
  await sleep(100);
  await Promise.all([capture.stop(), far.stop()]);
  const ports = (file: string) =>
    rows(file, ['udp.dstport'], { filter: 'udp && !icmp' }).map((row) => row['udp.dstport']);
  const seen = ports(capture.file).filter((port) => port !== '7006');
  expect(seen).toEqual(['7001', '7003']);
  expect(ports(far.file)).toEqual(['7002']);
  const lossy = ports(capture.file).filter((port) => port === '7006').length;
  expect(lossy).toBeGreaterThan(5);
  expect(lossy).toBeLessThan(35);
});

test('a host that changes its network has another address; closing ends what runs inside', async () => {
  network = createNetwork(['one', 'two', 'three']);
  const { one, two } = network.hosts;
  const capture = await startCapture({ namespace: two, device: 'eth0' });
  expect(network.readdress('one')).toBe('10.90.0.201');
  says('one', two.address);
  await sleep(50);
  await capture.stop();
  expect(rows(capture.file, ['ip.src'], { filter: 'udp && !icmp' }).map((row) => row['ip.src'])).toEqual([
    '10.90.0.201',
  ]);
  const sleeper = one.start('sleep', ['100']);
  const ended = once(sleeper, 'exit');
  const { name } = one;
  network.close();
  await ended;
  expect(runSync('ip', ['netns', 'list'])).not.toContain(name);
});
