import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';

const patienceMs = 1_000;
/** RFC 8489, section 5: binding request, no attributes, magic cookie. */
const request = () =>
  Buffer.concat([Buffer.from([0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42]), randomBytes(12)]);
const success = 0x0101;

/** Round trip of a STUN binding request, ms; undefined when nothing came back in time. `address` is an IP address. */
export function nodeProbe(address: string, port: number): Promise<number | undefined> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const asked = request();
  return new Promise<number | undefined>((resolve) => {
    const began = performance.now();
    const timer = setTimeout(() => done(undefined), patienceMs);
    const done = (ms: number | undefined) => {
      clearTimeout(timer);
      socket.removeAllListeners('message');
      socket.close();
      resolve(ms);
    };
    socket.on('error', () => done(undefined));
    socket.on('message', (answer) => {
      const ours =
        answer.length >= 20 &&
        answer.readUInt16BE(0) === success &&
        answer.subarray(8, 20).equals(asked.subarray(8, 20));
      if (ours) done(performance.now() - began);
    });
    socket.send(asked, port, address);
  });
}
