import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createNamespace, type NetNamespace } from './namespace.ts';
import { freeTcpPort, freeUdpPort } from './ports.ts';
import { runSync, waitForOutput } from './programs.ts';

const made: NetNamespace[] = [];
const create = () => {
  const namespace = createNamespace();
  made.push(namespace);
  return namespace;
};
afterEach(() => {
  for (const namespace of made.splice(0)) namespace.close();
});

const namespaces = () => runSync('ip', ['netns', 'list']);

test('a namespace has its own addresses, a default route and a wire to the test', async () => {
  const namespace = create();
  expect(namespace.run('ip', ['-4', '-o', 'addr'])).toContain(`${namespace.address}/24`);
  expect(namespace.run('ip', ['route'])).toContain(`default via ${namespace.hostAddress}`);

  const server = createServer((socket) => socket.end('hello from outside'));
  server.listen(0, namespace.hostAddress);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const reader = namespace.start('bash', ['-c', `cat < /dev/tcp/${namespace.hostAddress}/${port}`]);
  await waitForOutput(reader, /hello from outside/, 5000);
  server.close();
});

test('two namespaces do not meet, and closing one kills what runs inside', async () => {
  const [first, second] = [create(), create()];
  expect(first.address).not.toBe(second.address);
  const sleeper = first.start('sleep', ['100']);
  const ended = once(sleeper, 'exit');
  first.close();
  await ended;
  expect(namespaces()).not.toContain(first.name);
  expect(namespaces()).toContain(second.name);
});

test('what a killed test left behind is swept away by the next one', async () => {
  const script = `
    const { createNamespace } = await import(${JSON.stringify(new URL('./namespace.ts', import.meta.url).href)});
    const namespace = createNamespace();
    namespace.start('sleep', ['100']);
    console.log('made ' + namespace.name);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  const [, name = ''] = await waitForOutput(child, /made (\S+)/, 15_000);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  expect(namespaces()).toContain(name);
  create();
  expect(namespaces()).not.toContain(name);
});

test('free ports can be bound', async () => {
  const ports = [await freeTcpPort(), await freeTcpPort(), await freeUdpPort()];
  expect(ports.every((port) => port > 1023 && port < 65_536)).toBe(true);
  const server = createServer().listen(ports[0], '127.0.0.1');
  await once(server, 'listening');
  server.close();
});
