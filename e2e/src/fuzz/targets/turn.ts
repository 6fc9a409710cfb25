import {
  readChannel,
  readLifetime,
  readPeers,
  readStun,
  readTransport,
  StreamFrames,
} from '@stoa/relay/test';
import type { Target } from '../engine.ts';
import { must } from './bytes.ts';

const stun = (type: number, ...attributes: readonly (readonly number[])[]): readonly number[] => {
  const body = attributes.flat();
  return [
    type >> 8,
    type & 0xff,
    0,
    body.length,
    0x21,
    0x12,
    0xa4,
    0x42,
    ...new Array<number>(12).fill(7),
    ...body,
  ];
};
const transport = [0, 0x19, 0, 4, 17, 0, 0, 0];
const lifetime = [0, 0x0d, 0, 4, 0, 0, 2, 88];
const peer = [0, 0x12, 0, 8, 0, 1, 0xbd, 0x52, 0xe1, 0x12, 0xa6, 0x48];
const channel = [0, 0x0c, 0, 4, 0x40, 0, 0, 0];
const data = [0x40, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0];
const integrity = [0, 8, 0, 20, ...new Array<number>(20).fill(9)];

/** A connection to the TURN server, before anybody has shown a credential. */
export const turnTargets: readonly Target[] = [
  {
    name: 'TURN stream',
    files: [
      'relay/src/turn/stream-frames.ts',
      'relay/src/turn/stun-message.ts',
      'relay/src/turn/requests.ts',
      'relay/src/turn/xor-address.ts',
    ],
    seeds: [
      Uint8Array.from([...stun(3, transport, lifetime), ...stun(8, peer, integrity)]),
      Uint8Array.from([...stun(9, channel, peer), ...data, ...stun(1)]),
    ],
    maxBytes: 600,
    read: (input) => {
      let taken = 0;
      const frames = new StreamFrames({
        stun(message) {
          taken += message.length;
          const read = readStun(message);
          if (!read) return;
          must(read.transaction.length === 12, 'a transaction of another size');
          for (const { host, port } of readPeers(read) ?? [])
            must(/^[0-9a-f.:]{7,39}$/.test(host) && port >= 0 && port < 65_536, 'a peer that is none');
          const number = readChannel(read);
          must(number === undefined || (number >= 0x4000 && number <= 0x4fff), 'a channel out of bounds');
          must((readLifetime(read) ?? 0) >= 0, 'a time before now');
          readTransport(read);
        },
        channel(number, bytes) {
          taken += bytes.length + 4;
          must(number >= 0x4000 && number <= 0x7fff, 'a channel out of bounds');
        },
      });
      // In two pieces, as a network may bring it.
      const half = input.length >> 1;
      const bytes = Buffer.from(input);
      if (frames.take(bytes.subarray(0, half))) frames.take(bytes.subarray(half));
      must(taken <= input.length, 'more came out than went in');
    },
  },
];
