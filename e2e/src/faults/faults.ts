import { brokerGone } from './broker-gone.ts';
import { clientVanished } from './client-vanished.ts';
import { clockJumps } from './clock-jumps.ts';
import { controlKilled } from './control-killed.ts';
import { databaseKilled } from './database-killed.ts';
import { diskFull } from './f10-disk-full.ts';
import { descriptorsGone } from './f12-descriptors.ts';
import { eventLoopBlocked } from './f13-event-loop.ts';
import { corruptState } from './f14-corrupt-state.ts';
import type { Fault } from './fault.ts';
import { joinCrowd } from './join-crowd.ts';
import { killCycles } from './kill-cycles.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { relayCutOff } from './relay-cut-off.ts';
import { relayDrained } from './relay-drained.ts';
import { relayKilled } from './relay-killed.ts';
import { relayStopped } from './relay-stopped.ts';
import { rollingUpdate } from './rolling-update.ts';
import { roomAtCapacity } from './room-at-capacity.ts';
import { slowReaders } from './slow-readers.ts';

/**
 * Those that each `npm test` repeats, with sizes over the small ones: one of each kind of damage. What the others break is
 * also broken by the tests in e2e/src/system, or takes a long time by its nature.
 */
export const inEveryTest: Readonly<Partial<Record<Fault['name'], string>>> = {
  F1: 'listeners=4,kills=1',
  F3: 'listeners=3,seconds=2,pairs=2',
  F5: 'listeners=3',
  F6: 'listeners=3,seconds=5',
  F10: 'pairs=2,fullMs=2000',
  F12: '',
  F14: '',
  O2: 'listeners=6',
  G26: 'cycles=1,pairs=2,admissions=1',
};
/** How many times over a limit of time or loss may be passed in tests. */
export const testLimitTimes = 20;

/** Every case that there is, in the order of docs/faults.md. */
export const faults: readonly Fault[] = [
  relayKilled,
  controlKilled,
  databaseKilled,
  brokerGone,
  relayStopped,
  relayCutOff,
  clientVanished,
  rollingUpdate,
  diskFull,
  clockJumps,
  descriptorsGone,
  eventLoopBlocked,
  corruptState,
  joinCrowd,
  reconnectStorm,
  roomAtCapacity,
  slowReaders,
  relayDrained,
  killCycles,
];
