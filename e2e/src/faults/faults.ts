import { clientVanished } from './client-vanished.ts';
import { clockJumps } from './clock-jumps.ts';
import { databaseKilled } from './database-killed.ts';
import type { Fault } from './fault.ts';
import { killCycles } from './kill-cycles.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { relayKilled } from './relay-killed.ts';
import { slowReaders } from './slow-readers.ts';

/** Every case that there is, in the order of docs/faults.md. */
export const faults: readonly Fault[] = [
  relayKilled,
  databaseKilled,
  clientVanished,
  clockJumps,
  reconnectStorm,
  slowReaders,
  killCycles,
];
