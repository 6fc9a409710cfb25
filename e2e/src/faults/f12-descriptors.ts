import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPeople } from '../hosts/people.ts';
import { startStoa } from '../hosts/stoa.ts';
import { programPath, runSync } from '../rig/programs.ts';
import { type Fault, mustHold, the } from './fault.ts';
import { SteadyRoom } from './steady-room.ts';
import { waitFor } from './wait.ts';

export const descriptorsGone: Fault = {
  name: 'F12',
  title: 'limit of open files reached',
  done: ({ listeners }) =>
    `the limit of the server is set to 100 more files than it has open, with 2 speakers and ${listeners} listeners; idle connections take them, first nearly all, then all`,
  holds:
    'new joins are answered 503 with a time to try again, HTTP and WebSockets alike; with nothing left at all the process stays; nobody who is there notices (no hole of more than 60 ms), and joins work again within 5 s of the files being free',
  sizes: { small: { listeners: 2 }, full: { listeners: 20 } },
  run: async (size, _chance, within) => {
    const stoa = await startStoa();
    const people = startPeople();
    const held: Socket[] = [];
    let room: SteadyRoom | undefined;
    try {
      room = await SteadyRoom.open({ server: stoa.url, speakers: 2, listeners: the(size, 'listeners') });
      await room.forget();
      const used = readdirSync(`/proc/${stoa.pid}/fd`).length;
      const limit = `--nofile=${used + 100}:${used + 100}`;
      runSync(programPath('prlimit'), ['--pid', String(stoa.pid), limit]);
      await sleep(1_500);
      mustHold((await asked(stoa.port)).status !== 503, 'it is full before it is');

      for (let at = 0; at < 80; at++) held.push(connect(stoa.port, '127.0.0.1').on('error', () => {}));
      await waitFor(async () => (await asked(stoa.port)).status === 503, 5_000, '503 for a token');
      const from = performance.now();
      const call = await asked(stoa.port);
      const answerMs = performance.now() - from;
      mustHold(Number(call.retryAfter) > 0, 'no time to try again is said');
      const socket = await asked(stoa.port, true);
      mustHold(socket.status === 503, `a WebSocket was answered ${socket.status}`);

      for (let at = 0; at < 200; at++) held.push(connect(stoa.port, '127.0.0.1').on('error', () => {}));
      await sleep(3_000);
      mustHold(stoa.isRunning, 'the server ended');
      await room.everybodyHears();

      for (const socket of held) socket.destroy();
      const freeMs = await waitFor(
        async () => (await asked(stoa.port).catch(() => undefined))?.status === 400,
        5_000,
        'calls taken again',
      );
      const guest = await people.come({ server: stoa.url, link: room.link, name: 'Late', ear: 'frames' });
      await people.live(guest, 20_000);
      await people.leave(guest);
      const hole = Math.max(...(await room.sound()).holes);
      await room.everybodyIsHere();
      within(hole, 60, `the room had a hole of ${hole} ms`);
      return {
        'refused within ms': Math.round(answerMs),
        'joins again after ms': Math.round(freeMs),
        'longest hole ms': hole,
      };
    } finally {
      for (const socket of held) socket.destroy();
      await room?.close();
      await people.end();
      await stoa.kill();
    }
  },
};

/** A call for a token that is no good (400 when it is looked at), or a WebSocket. */
function asked(
  port: number,
  upgrade = false,
): Promise<{ status: number | undefined; retryAfter: string | undefined }> {
  return new Promise((resolve, reject) => {
    const upgrading = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        method: upgrade ? 'GET' : 'POST',
        path: upgrade ? '/signal' : '/api/tokens',
        headers: upgrade ? upgrading : { 'content-type': 'application/json', connection: 'close' },
        timeout: 2_000,
      },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode, retryAfter: response.headers['retry-after'] });
      },
    );
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode, retryAfter: undefined });
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
    sent.on('error', reject);
    sent.end(upgrade ? undefined : '{}');
  });
}
