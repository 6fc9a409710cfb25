import { setTimeout as sleep } from 'node:timers/promises';
import { type Fleet, type FleetPlan, startFleet } from '../hosts/fleet.ts';
import type { Stoa } from '../hosts/stoa.ts';
import { startTcpProxy, type TcpProxy } from '../hosts/tcp-proxy.ts';
import { cpuMsOf } from '../hosts/usage.ts';
import { type RoomPlan, SteadyRoom } from './steady-room.ts';

const de = { jurisdiction: 'DE' };
export const twoRelays = { one: de, two: de };

export type FleetRoom = {
  readonly fleet: Fleet;
  readonly room: SteadyRoom;
  /** The one address at which people come, whatever process answers. */
  readonly url: string;
  close(): Promise<void>;
};

/** A fleet on the loopback behind one front door, with a room in it. */
export async function startFleetRoom(
  plan: Partial<FleetPlan>,
  people: Omit<RoomPlan, 'server'>,
): Promise<FleetRoom> {
  const fleet = await startFleet({ relays: twoRelays, ...plan });
  let door: TcpProxy | undefined;
  let room: SteadyRoom | undefined;
  const close = async () => {
    await room?.close();
    door?.close();
    await fleet.close();
  };
  try {
    door = await startTcpProxy(...fleet.controls.map(({ port }) => port));
    room = await SteadyRoom.open({ server: door.url, ...people });
    return { fleet, room, url: door.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The host of relays that works most: there the room is. */
export async function busiestRelay(fleet: Fleet): Promise<Stoa> {
  const relays = Object.values(fleet.relays).filter(({ isRunning }) => isRunning);
  const used = () => relays.map((relay) => relay.relayPids().reduce((sum, pid) => sum + cpuMsOf(pid), 0));
  const before = used();
  await sleep(1_500);
  const spent = used().map((ms, at) => ms - before[at]!);
  return relays[spent.indexOf(Math.max(...spent))]!;
}

/** The control that began the room's era: each says in its log that one began, without naming it. */
export const ownerOf = (fleet: Fleet): Stoa => {
  const owner = fleet.controls.find(({ isRunning, said }) => isRunning && said.includes('"eraBegan"'));
  if (!owner) throw new Error('No control says that it began an era.');
  return owner;
};
