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
