import { createSocket } from 'node:dgram';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNamespace, type NetNamespace } from './namespace.ts';
import { freeUdpPort } from './ports.ts';
import { captureBytes, rows, startCapture } from './tshark.ts';

let namespace: NetNamespace;
beforeAll(() => {
  namespace = createNamespace();
});
afterAll(() => namespace?.close());

/** Minimal RTP: version 2, payload type 111, no extension. */
const rtp = (sequence: number, payload: string) =>
  Buffer.concat([
    Buffer.from([0x80, 111, sequence >> 8, sequence & 255, 0, 0, 0, 1, 0xca, 0xfe, 0xba, 0xbe]),
    Buffer.from(payload),
  ]);

test('each packet of a namespace with itself is there once, the last one included', async () => {
  const capture = await startCapture({ namespace });
  const script = `for i in $(seq 100); do echo "packet $i end" > /dev/udp/${namespace.address}/7777; done`;
  namespace.run('bash', ['-c', script]);
  await capture.stop();
  const seen = rows(capture.file, ['ip.dst', 'udp.payload'], { filter: '!icmp && udp.dstport == 7777' });
  expect(seen).toHaveLength(100);
  expect(Buffer.from(seen[99]?.['udp.payload'] ?? '', 'hex').toString()).toBe('packet 100 end\n');
  expect(new Set(seen.map((row) => row['ip.dst']))).toEqual(new Set([namespace.address]));
  expect(captureBytes(capture).includes('packet 57 end')).toBe(true);
});

test('what goes over the wire of a namespace is captured on its device', async () => {
  const capture = await startCapture({ namespace, device: namespace.device, filter: 'udp port 7778' });
  namespace.run('bash', [
    '-c',
    `echo over the wire > /dev/udp/${namespace.hostAddress}/7778; echo no > /dev/udp/${namespace.hostAddress}/7779`,
  ]);
  await capture.stop();
  const seen = rows(capture.file, ['udp.dstport', 'frame.number'], { filter: '!icmp' });
  expect(seen.map((row) => row['udp.dstport'])).toEqual(['7778']);
});

test('the fields of RTP are read, without a namespace as well', async () => {
  const port = await freeUdpPort();
  const receiver = createSocket('udp4').bind(port, '127.0.0.1');
  const capture = await startCapture({ device: 'lo', filter: `udp port ${port}` });
  const sender = createSocket('udp4');
  for (let n = 1; n <= 5; n++)
    await new Promise((resolve) => sender.send(rtp(n, 'x'.repeat(n)), port, '127.0.0.1', resolve));
  await capture.stop();
  sender.close();
  receiver.close();
  const seen = rows(capture.file, ['rtp.seq', 'rtp.ext', 'rtp.ssrc', 'rtp.payload'], {
    filter: 'rtp',
    args: ['-d', `udp.port==${port},rtp`],
  });
  expect(seen.map((row) => row['rtp.seq'])).toEqual(['1', '2', '3', '4', '5']);
  expect(new Set(seen.map((row) => row['rtp.ssrc']))).toEqual(new Set(['0xcafebabe']));
  expect(seen.every((row) => row['rtp.ext'] === '0' || row['rtp.ext'] === 'False')).toBe(true);
});
