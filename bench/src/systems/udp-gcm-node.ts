import { createCipheriv, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { pace } from '../load/pace.ts';
import { headerBytes, tagBytes } from '../load/packet.ts';

/**
 * B1 where no C compiler or no OpenSSL headers are: the same loop with Node's dgram and crypto. Node's own cost per
 * call dominates it, so it is no physical floor; every record says which of the two ran.
 */

interface Listener {
  readonly key: Buffer;
  readonly port: number;
  readonly socket: Socket;
}

const [listenerCount, seconds, payloadBytes, rate] = process.argv.slice(2).map(Number) as [
  number,
  number,
  number,
  number,
];

async function openListener(): Promise<Listener> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  socket.setRecvBufferSize(4096);
  return { key: randomBytes(16), port: socket.address().port, socket };
}

async function main(): Promise<void> {
  const listeners: Listener[] = [];
  for (let i = 0; i < listenerCount; i += 1) listeners.push(await openListener());
  const out = createSocket('udp4');
  await new Promise<void>((resolve) => out.bind(0, '127.0.0.1', resolve));
  const payload = randomBytes(payloadBytes);
  const iv = randomBytes(12);
  let packets = 0;
  let failed = 0;
  let tick = 0;
  const before = process.cpuUsage();
  await pace(1000 / rate, seconds * 1000, () => {
    tick += 1;
    iv.writeUInt32BE(tick, 8);
    for (const { key, port } of listeners) {
      const packet = Buffer.allocUnsafe(headerBytes + payloadBytes + tagBytes);
      packet.fill(0, 0, headerBytes);
      packet.writeUInt32BE(tick, 4);
      const cipher = createCipheriv('aes-128-gcm', key, iv).setAAD(packet.subarray(0, headerBytes));
      cipher.update(payload).copy(packet, headerBytes);
      cipher.final();
      cipher.getAuthTag().copy(packet, headerBytes + payloadBytes);
      out.send(packet, port, '127.0.0.1', (error) => {
        if (error) failed += 1;
        else packets += 1;
      });
    }
    return true;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${JSON.stringify({ packets, cpuUs: user + system, failed })}\n`);
  out.close();
  for (const { socket } of listeners) socket.close();
}

void main();
