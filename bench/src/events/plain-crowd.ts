import type { Crowd } from './crowd.ts';
import { eventText } from './crowd.ts';
import { RawWebSocket } from './raw-websocket.ts';

const opensAtOnce = 50;

/** Sockets at a server that passes every message on to all of them. */
export async function enterPlain(
  port: number,
  people: number,
  heard: (payload: Buffer) => void,
): Promise<Crowd> {
  const all = await openMany(people, () => new RawWebSocket(port, '/', heard));
  let n = 0;
  return {
    listeners: people,
    say: (bytes) => all[0]!.sendText(eventText(++n, bytes)),
    rest: async () => {},
    close: () => {
      for (const socket of all) socket.close();
    },
  };
}

/** Subscribers of one topic of an MQTT 3.1.1 broker over WebSocket, and one more who publishes. */
export async function enterTopic(
  port: number,
  people: number,
  heard: (payload: Buffer) => void,
): Promise<Crowd> {
  const all = await openMany(people + 1, () => new RawWebSocket(port, '/mqtt', () => {}, 'mqtt'));
  await handshakes(all, (socket, i) => socket.sendBytes(connectPacket(i)), 0x20);
  const [publisher, ...subscribers] = all;
  await handshakes(subscribers, (socket) => socket.sendBytes(subscribePacket), 0x90);
  for (const socket of subscribers) socket.onFrame(heard);
  let n = 0;
  return {
    listeners: people,
    say: (bytes) => publisher!.sendBytes(publishPacket(eventText(++n, bytes))),
    rest: async () => {
      for (const socket of all) socket.sendBytes(Uint8Array.of(0xc0, 0));
    },
    close: () => {
      for (const socket of all) socket.close();
    },
  };
}

async function openMany(count: number, open: () => RawWebSocket): Promise<RawWebSocket[]> {
  const all: RawWebSocket[] = [];
  while (all.length < count) {
    const some = Array.from({ length: Math.min(opensAtOnce, count - all.length) }, open);
    await Promise.all(some.map((socket) => socket.opened()));
    all.push(...some);
  }
  return all;
}

async function handshakes(
  all: readonly RawWebSocket[],
  ask: (socket: RawWebSocket, i: number) => void,
  kind: number,
): Promise<void> {
  await Promise.all(
    all.map(
      (socket, i) =>
        new Promise<void>((resolve) => {
          socket.onFrame((payload) => {
            if (payload[0] === kind) resolve();
          });
          ask(socket, i);
        }),
    ),
  );
}

const topic = 'room';

/** MQTT 3.1.1 section 3.1: clean session, no keep-alive. */
function connectPacket(i: number): Buffer {
  const id = Buffer.from(`c${i}`);
  const head = Buffer.from([0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 0, 0, id.length]);
  return packet(0x10, Buffer.concat([head, id]));
}

/** Section 3.8, at most once. */
const subscribePacket = packet(0x82, Buffer.from([0, 1, 0, topic.length, ...Buffer.from(topic), 0]));

/** Section 3.3, at most once. */
const publishPacket = (text: string): Buffer =>
  packet(0x30, Buffer.concat([Buffer.from([0, topic.length]), Buffer.from(topic + text)]));

function packet(kind: number, body: Buffer): Buffer {
  const length = body.length < 128 ? [body.length] : [(body.length & 0x7f) | 0x80, body.length >> 7];
  return Buffer.concat([Buffer.from([kind, ...length]), body]);
}
