import { chmodSync, closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findEmbedded } from '@stoa/social';
import { startPeople } from '../hosts/people.ts';
import { startStoa } from '../hosts/stoa.ts';
import { runSync } from '../rig/programs.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { type Fault, mustHold, the } from './fault.ts';
import { Mailboxes } from './mailboxes.ts';
import { SteadyRoom } from './steady-room.ts';
import { waitFor } from './wait.ts';

export const diskFull: Fault = {
  name: 'F10',
  title: 'disk of the data folder full, then read-only',
  done: ({ listeners, pairs, fullMs }) =>
    `the data folder with the database that comes along is a file system of 160 MiB; it is filled to the last byte for ${fullMs} ms, while ${pairs} accounts write and a room with 2 speakers and ${listeners} listeners talks; that of another server without accounts is made read-only`,
  holds:
    'nothing crashes, /healthz turns red within 15 s and green again, the room has no hole of more than 60 ms and lets a guest in, no acknowledged write is lost and writing goes on once there is room',
  sizes: {
    small: { listeners: 2, pairs: 3, fullMs: 6_000 },
    full: { listeners: 20, pairs: 16, fullMs: 30_000 },
  },
  seconds: 150,
  run: async (size, _chance, within) => {
    const data = temporaryFolder('disk');
    runSync('mount', ['-t', 'tmpfs', '-o', 'size=160m,mode=0711', 'tmpfs', data]);
    chmodSync(data, 0o711);
    const people = startPeople();
    let room: SteadyRoom | undefined;
    const stoa = await startStoa({ data, env: { STOA_ACCOUNTS: '1' } }).catch((error: unknown) => {
      runSync('umount', ['-l', data]);
      throw error;
    });
    try {
      const health = async () => (await fetch(`${stoa.url}/healthz`)).status;
      const own = await findEmbedded(data);
      if (typeof own === 'string' || !('socketFolder' in own)) throw new Error('There is no database.');
      const url = `postgres:///${own.database}?host=${encodeURIComponent(own.socketFolder)}&user=${own.user}`;
      const mail = await Mailboxes.open(stoa.url, url, the(size, 'pairs'));
      room = await SteadyRoom.open({ server: stoa.url, speakers: 2, listeners: the(size, 'listeners') });
      mail.go();
      await mail.writesAgain();
      await room.forget();

      fill(join(data, 'ballast'));
      const redMs = await waitFor(async () => (await health()) === 503, 15_000, 'red health on a full disk');
      await sleep(the(size, 'fullMs'));
      const guest = await people.come({ server: stoa.url, link: room.link, name: 'Late', ear: 'frames' });
      await people.live(guest, 20_000);
      await people.leave(guest);
      rmSync(join(data, 'ballast'));
      await waitFor(async () => (await health()) === 200, 15_000, 'green health after it');
      const writesMs = await mail.writesAgain();

      const readOnlyMs = await readOnly();
      const tally = await mail.rest();
      const hole = Math.max(...(await room.sound()).holes);
      await room.everybodyIsHere();
      mustHold(stoa.isRunning, 'the server ended');
      within(hole, 60, `the room had a hole of ${hole} ms`);
      mustHold(tally.lost === 0, `${tally.lost} of ${tally.acknowledged} acknowledged writes are lost`);
      mustHold(tally.invented === 0, `${tally.invented} writes were invented`);
      return {
        'red after ms': Math.round(redMs),
        'read-only: red after ms': Math.round(readOnlyMs),
        'writes again after ms': Math.round(writesMs),
        'writes acknowledged': tally.acknowledged,
        lost: tally.lost,
        invented: tally.invented,
        'longest hole ms': hole,
      };
    } finally {
      await room?.close();
      await people.end();
      await stoa.kill();
      runSync('umount', ['-l', data]);
    }
  },
};

/** A server without a database, which keeps no file open: only then a disk becomes read-only under it. */
async function readOnly(): Promise<number> {
  const data = temporaryFolder('read-only');
  runSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=0711', 'tmpfs', data]);
  try {
    const stoa = await startStoa({ data });
    try {
      const health = async () => (await fetch(`${stoa.url}/healthz`)).status;
      runSync('mount', ['-o', 'remount,ro', data]);
      const redMs = await waitFor(
        async () => (await health()) === 503,
        15_000,
        'red health on a read-only disk',
      );
      runSync('mount', ['-o', 'remount,rw', data]);
      await waitFor(async () => (await health()) === 200, 15_000, 'green health after that');
      return redMs;
    } finally {
      await stoa.kill();
    }
  } finally {
    runSync('umount', ['-l', data]);
  }
}

/** Takes what is left, down to the last block. */
function fill(file: string): void {
  const open = openSync(file, 'w');
  for (let bytes = 1 << 20; bytes >= 512; ) {
    try {
      writeSync(open, Buffer.alloc(bytes));
    } catch {
      bytes >>= 1;
    }
  }
  closeSync(open);
}
