import { createHash } from 'node:crypto';
import type { RoomHandle } from '@stoa/protocol';
import type { Clock, LogLine, SocketEvents, SocketPort } from '../ports.ts';
import type { LiveRoom } from '../room/live-room.ts';
import { type FoundRoom, findRoom, isOfNewerVersion, newestWhole } from '../room/restore-room.ts';
import { Ownership, type Sought } from './ownership.ts';
import type { ControlLife, FleetPorts, Opening, RoomName } from './ports.ts';
import { type ChangedParts, RoomKeeper } from './room-keeper.ts';

export type FleetRoomsPorts = {
  readonly fleet: FleetPorts;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array<ArrayBuffer>;
  readonly log: (line: LogLine) => void;
  /** Rooms that are owned here. */
  readonly rooms: ReadonlyMap<string, LiveRoom>;
  /** May this process own such a room at all? */
  readonly mayOwn: (found: FoundRoom) => boolean;
  /** Are all relays that its people are at known here? A process that has just begun may not have heard of them. */
  readonly reaches: (found: FoundRoom) => boolean;
  /** A room that another process had is here from now on. */
  readonly takeOver: (handle: RoomHandle, found: FoundRoom, owned: Owned) => LiveRoom;
  /** Nobody knows anything of it any more. */
  readonly forgotten: (handle: RoomHandle) => void;
  /** It is no longer here. */
  readonly giveAway: (room: LiveRoom) => void;
  /** A socket that another control accepted. */
  readonly accept: (socket: SocketPort, opening: Opening) => SocketEvents;
};

/** A room of this process: its term, and how it is written down. */
export type Owned = { readonly term: number; readonly keeper: (parts: ChangedParts) => RoomKeeper };

export type Located = LiveRoom | { readonly owner: ControlLife } | 'none' | 'unsure';

/** How long somebody who comes back waits until it is certain that whoever had the room has ended. */
const patienceMs = 4_000;
const askAgainMs = 50;
const forgetAgainMs = 2_000;
/** Relays show that they are there twice a second. A room does not wait longer for those that may be gone for good. */
const relaysMs = 1_500;

/** Which rooms this process owns, among the controls of a fleet, and how it comes to own others'. */
export class FleetRooms {
  readonly #ports: FleetRoomsPorts;
  readonly #ownership: Ownership;
  readonly #revisions = new Map<RoomName, number>();
  readonly #taking = new Map<RoomName, Promise<LiveRoom | 'none' | 'unsure'>>();
  readonly #opening = new Set<RoomName>();
  /** Over, and perhaps still written down: nobody here takes them again. */
  readonly #forgetting = new Set<RoomName>();
  #ended = false;

  constructor(ports: FleetRoomsPorts) {
    this.#ports = ports;
    const { clock, random } = ports;
    this.#ownership = new Ownership(
      { leases: ports.fleet.leases, clock, random, processes: ports.fleet.processes },
      {
        thawed: () => {
          for (const room of [...ports.rooms.values()]) room.thaw();
        },
        replaced: () => this.#replaced(),
        gone: (life) => {
          ports.fleet.sockets.end(life);
          void this.#takeWhatIsLeftBy(life);
        },
      },
    );
    ports.fleet.memory.onLost(() => {
      for (const room of ports.rooms.values()) room.writeAnew();
    });
  }

  /** Resolves when rooms can be opened here. */
  async begin(): Promise<void> {
    await this.#ports.fleet.sockets.begin(this.#ownership.life, this.#ports.accept);
    await this.#ownership.begin();
  }

  get certain(): boolean {
    const { standing } = this.#ownership;
    return standing === 'owner' || standing === 'alone';
  }

  /** Nobody had this handle before. */
  async open(handle: RoomHandle): Promise<Owned | 'taken' | 'unsure'> {
    const name = this.#ports.fleet.nameOf(handle);
    if (!this.certain) return 'unsure';
    this.#opening.add(name);
    try {
      const revision = await this.#ownership.claim(name, 1, 0);
      if (revision === undefined) return 'taken';
      this.#revisions.set(name, revision);
      return this.#owned(name, 1);
    } catch {
      return 'unsure';
    } finally {
      this.#opening.delete(name);
    }
  }

  /** Where the room is; here, if it was of a process that has ended. */
  async locate(handle: RoomHandle): Promise<Located> {
    const here = this.#ports.rooms.get(handle.reveal());
    if (here) return here;
    const name = this.#ports.fleet.nameOf(handle);
    const sought = await this.#ownership.seek(name);
    switch (sought.is) {
      case 'none':
      case 'unsure':
        return sought.is;
      case 'other':
        return { owner: sought.life };
      case 'mine': {
        // It may have begun or ended here while the store was asked.
        const now = this.#ports.rooms.get(handle.reveal());
        if (now) return now;
        if (this.#forgetting.has(name)) return 'none';
        if (this.#opening.has(name) || this.#revisions.has(name)) return 'unsure';
        return this.#take(name, sought, handle);
      }
      default:
        return this.#take(name, sought, handle);
    }
  }

  /** Gives the socket to whoever owns the room. Undefined: nobody there answers, and it is not certain yet that nobody is there. */
  async carry(
    handle: RoomHandle,
    socket: SocketPort,
    opening: Opening,
  ): Promise<SocketEvents | Exclude<Located, { owner: ControlLife }>> {
    const { fleet, clock } = this.#ports;
    const until = clock.now() + patienceMs;
    for (;;) {
      const located = await this.locate(handle);
      if (typeof located === 'string' || !('owner' in located)) {
        if (located !== 'unsure' || clock.now() >= until || this.#ended) return located;
      } else {
        const events = await fleet.sockets.carry(located.owner, socket, opening);
        if (events) return events;
        if (clock.now() >= until || this.#ended) return 'unsure';
      }
      await this.#pause();
    }
  }

  /** A room is over, or did not come about: its name is nobody's. */
  over(handle: RoomHandle): void {
    const name = this.#ports.fleet.nameOf(handle);
    const revision = this.#revisions.get(name);
    this.#revisions.delete(name);
    if (revision !== undefined) void this.#forget(name, revision);
  }

  /** Everything that was told is written down, and others may own what was owned here. */
  async end(): Promise<void> {
    this.#ended = true;
    const { rooms, giveAway, clock, fleet } = this.#ports;
    const all = [...rooms.values()];
    const late = new Promise<void>((resolve) => void clock.after(1_000, resolve));
    await Promise.race([Promise.all(all.map((room) => room.keeper?.settled())), late]);
    for (const room of all) giveAway(room);
    await this.#ownership.end();
    fleet.sockets.stop();
  }

  #owned(name: RoomName, term: number): Owned {
    const { fleet, clock } = this.#ports;
    const { life } = this.#ownership;
    const standing = () => (this.#ownership.life === life ? this.#ownership.standing : 'lost');
    return {
      term,
      keeper: (parts) => new RoomKeeper({ memory: fleet.memory, name, term, standing, clock }, parts),
    };
  }

  /** Once at a time, whoever asks. */
  #take(name: RoomName, sought: Sought, wanted?: RoomHandle): Promise<LiveRoom | 'none' | 'unsure'> {
    const begin = () => this.#takeNow(name, sought, wanted).finally(() => this.#taking.delete(name));
    const taking = this.#taking.get(name) ?? begin();
    this.#taking.set(name, taking);
    return taking;
  }

  async #takeNow(
    name: RoomName,
    sought: Sought,
    wanted: RoomHandle | undefined,
  ): Promise<LiveRoom | 'none' | 'unsure'> {
    const { fleet, clock, rooms, mayOwn, takeOver, log } = this.#ports;
    if (!('term' in sought) || !this.certain) return 'unsure';
    const { life } = this.#ownership;
    let terms: Awaited<ReturnType<typeof fleet.memory.load>>;
    try {
      terms = await fleet.memory.load(name);
    } catch {
      return 'unsure';
    }
    const parts = newestWhole(terms);
    // Another control can; nobody here says that it is over.
    if (parts && isOfNewerVersion(parts)) return 'unsure';
    const found = parts && findRoom(parts, clock);
    if (found && !mayOwn(found)) return 'unsure';
    const term = sought.term + 1;
    const revision = await this.#ownership.claim(name, term, sought.revision).catch(() => undefined);
    if (revision === undefined || life !== this.#ownership.life) return 'unsure';
    if (!found) {
      // Nobody can go on with it, and those who come back are told that it is over.
      log({ event: 'eraForgotten' });
      if (wanted) this.#ports.forgotten(wanted);
      await this.#forget(name, revision);
      return 'none';
    }
    const until = clock.now() + relaysMs;
    while (!this.#ports.reaches(found) && clock.now() < until) await this.#pause();
    if (!this.certain || this.#ended) return 'unsure';
    this.#revisions.set(name, revision);
    const { room: handle } = found.about;
    const room = rooms.get(handle.reveal()) ?? takeOver(handle, found, this.#owned(name, term));
    log({ event: 'eraTaken' });
    if (!room.isOpen) {
      this.over(handle);
      return 'none';
    }
    void room.keeper
      ?.settled()
      .then(() => fleet.memory.drop(name, term))
      .catch(() => {});
    return room;
  }

  /** Until it is done: nobody is to go on with a room that is over. */
  async #forget(name: RoomName, revision: number): Promise<void> {
    const { fleet, clock } = this.#ports;
    this.#forgetting.add(name);
    try {
      await fleet.memory.drop(name);
      await this.#ownership.release(name, revision);
      this.#forgetting.delete(name);
    } catch {
      if (!this.#ended) clock.after(forgetAgainMs, () => void this.#forget(name, revision));
    }
  }

  /** Everybody who lives takes a share, the same one whoever calculates it; whom people come to takes any. */
  async #takeWhatIsLeftBy(life: ControlLife): Promise<void> {
    try {
      for (const name of await this.#ownership.leftBy(life)) {
        if (this.#ended || !this.#isMine(name)) continue;
        const sought = await this.#ownership.seek(name);
        if (sought.is === 'free') await this.#take(name, sought);
      }
    } catch {
      // Whoever is looked for is found by those who come.
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => void this.#ports.clock.after(askAgainMs, resolve));
  }

  #isMine(name: RoomName): boolean {
    const own = rank(this.#ownership.life, name);
    return this.#ownership.others.every((other) => rank(other, name) > own);
  }

  #replaced(): void {
    const { rooms, giveAway, fleet, accept, log } = this.#ports;
    log({ event: 'replaced' });
    this.#revisions.clear();
    for (const room of [...rooms.values()]) giveAway(room);
    void fleet.sockets.begin(this.#ownership.life, accept).catch(() => {});
  }
}

const rank = (life: ControlLife, name: RoomName): string =>
  createHash('sha256').update(`${life}.${name}`).digest('hex');
