import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPeople } from '../hosts/people.ts';
import { startStoa } from '../hosts/stoa.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { type Fault, mustHold, the } from './fault.ts';
import { SteadyRoom } from './steady-room.ts';

const libraries = ['x86_64', 'aarch64'].map(
  (machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`,
);

export const clockJumps: Fault = {
  name: 'F11',
  title: 'clock of the server jumps by an hour',
  done: ({ listeners }) =>
    `libfaketime sets the clock of the server and its relay 50 s and 1 h forward and back with 3 speakers and ${listeners} listeners; each time somebody comes with a token from before the jump, and somebody with a new one`,
  holds:
    'the sound has no hole of more than 60 ms, nobody is put out or kept out; a server that runs goes by the clock it began with, so a jump ends no token and revives none',
  sizes: { small: { listeners: 2 }, full: { listeners: 20 } },
  run: async (size, _chance, within) => {
    const library = libraries.find((each) => existsSync(each));
    if (!library) throw new Error('libfaketime is missing, and this test needs it: apt-get install faketime');
    const file = join(temporaryFolder('clock'), 'offset');
    const setClock = (seconds: number) => {
      // In one step: half a file is no time.
      writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`);
      renameSync(`${file}.new`, file);
    };
    setClock(0);
    const stoa = await startStoa({
      env: {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        // Computers' clocks jump; the time since they began does not.
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        DONT_FAKE_MONOTONIC: '1',
      },
    });
    const late = startPeople();
    let room: SteadyRoom | undefined;
    try {
      room = await SteadyRoom.open({ server: stoa.url, speakers: 3, listeners: the(size, 'listeners') });
      await room.forget();
      for (const seconds of [50, -50, 3_600, -3_600]) {
        setClock(0);
        await late.holdAnswers('/api/tokens', 1_500);
        const held = await late.come({ server: stoa.url, link: room.link, name: 'Held', ear: 'frames' });
        await sleep(700);
        setClock(seconds);
        await sleep(1_800);
        await late.holdAnswers('', 0);
        const seen = await late.live(held, 30_000);
        const again = await late.asked('/api/tokens');
        mustHold(again === 1, `with a clock ${seconds} s off the token from before the jump was refused`);
        mustHold(seen.phase === 'live', 'nobody comes in');
        const fresh = await late.come({ server: stoa.url, link: room.link, name: 'New', ear: 'frames' });
        await late.live(fresh, 20_000);
        await late.leave(held);
        await late.leave(fresh);
      }
      setClock(0);
      await sleep(500);
      await room.everybodyHears();
      const hole = Math.max(...(await room.sound()).holes);
      await room.everybodyIsHere();
      within(hole, 60, `the room had a hole of ${hole} ms`);
      return { 'longest hole ms': hole, 'refused tokens': 0 };
    } finally {
      await room?.close();
      await late.end();
      await stoa.kill();
    }
  },
};
