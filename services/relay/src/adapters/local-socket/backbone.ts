import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type LinkId, linkId } from '@stoa/protocol';
import type { Backbone, Deliver } from '../../process/backbone/backbone.ts';
import { longestLinkMessage } from '../../process/backbone/link-message.ts';
import { MessageReader } from './message-reader.ts';

/** About a second of sound for a full stage: what is later than that is worth nothing. */
const mostBacklog = 256 * 1024;
const againMs = 200;
const isLink = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}$/;

/**
 * Relays of one machine, each with a socket of its link's name in a folder that no other user may enter: whoever can
 * connect is one of ours. On each connection one side speaks: its link's name first, then messages, each behind its length (u16).
 */
export async function openLocalSockets(folder: string, link: LinkId, deliver: Deliver): Promise<Backbone> {
  const coming = new Set<Socket>();
  const going = new Map<LinkId, Socket>();
  const failedAt = new Map<LinkId, number>();
  const server = createServer((socket) => {
    coming.add(socket);
    let from: LinkId | undefined;
    const reader = new MessageReader(longestLinkMessage, (message) => {
      if (from !== undefined) return deliver(from, message);
      const name = message.toString('latin1');
      if (isLink.test(name)) from = linkId(name);
      else socket.destroy();
    });
    socket.on('data', (chunk) => reader.read(chunk) || socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => coming.delete(socket));
  });
  server.listen(join(folder, link));
  await once(server, 'listening');
  server.on('error', () => {});

  const begin = (to: LinkId): Socket | undefined => {
    const now = performance.now();
    if (now - (failedAt.get(to) ?? Number.NEGATIVE_INFINITY) < againMs) return undefined;
    failedAt.set(to, now);
    const socket = connect(join(folder, to));
    going.set(to, socket);
    socket.on('error', () => {});
    socket.on('close', () => going.get(to) === socket && going.delete(to));
    socket.on('connect', () => failedAt.delete(to));
    socket.write(behindLength(Buffer.from(link, 'latin1')));
    return socket;
  };

  return {
    link,
    send(to, message) {
      const socket = going.get(to) ?? (isLink.test(to) ? begin(to) : undefined);
      if (socket && socket.writableLength < mostBacklog) socket.write(behindLength(message));
    },
    close() {
      server.close();
      for (const socket of [...coming, ...going.values()]) socket.destroy();
    },
  };
}

/** A copy, since the system may take it later than the caller uses its buffer again. */
function behindLength(message: Buffer): Buffer {
  const out = Buffer.allocUnsafe(2 + message.length);
  out.writeUInt16BE(message.length, 0);
  message.copy(out, 2);
  return out;
}
