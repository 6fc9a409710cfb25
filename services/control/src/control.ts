import { type Place, permits } from '@stoa/core/fleet';
import { type HandsRule, isBarred } from '@stoa/core/room';
import { limits, type RoomHandle, type Subject } from '@stoa/protocol';
import type { Fence } from '@stoa/protocol/fleet';
import { AddressBudgets } from './connection/address-budgets.ts';
import { Connection } from './connection/connection.ts';
import { Credentials } from './door/credentials.ts';
import { type House, introduction } from './door/introduction.ts';
import { FleetRooms, type Owned } from './fleet/fleet-rooms.ts';
import type { Opening } from './fleet/ports.ts';
import { EraMedia } from './media/era-media.ts';
import { Switchboard } from './media/switchboard.ts';
import type { ControlPorts, SocketEvents, SocketPort } from './ports.ts';
import type { RoomActWord } from './room/acts.ts';
import { openLiveRoom, takeOverRoom } from './room/begin-room.ts';
import type { LiveRoom } from './room/live-room.ts';
import type { SeatRole } from './room/seat-telling.ts';

export type ControlOptions = {
  readonly rooms: number;
  readonly socketsPerAddressPerMinute: number;
  /** How much emptier a relay must be, in transports, that a room reaches out to it. */
  readonly spreadAfter: number;
  /** Packets in a second that one relay may handle. */
  readonly packetBudget: number;
  /** Of the whole deployment; it holds beside each room's own. */
  readonly fence: Fence;
  /** Where this process itself stands: signaling is traffic too. Undefined: unknown, outside of every fence. */
  readonly place: Place;
};

/** The voice platform's brain: who is in which room and what that allows, in memory only. */
export type Control = {
  /** A new signaling socket. The address serves its budget and is not kept. */
  connect(socket: SocketPort, address: string): SocketEvents;
  /**
   * Has any control of the fleet this room, or had it when that one ended? If nobody has it now and this control may, it
   * is here afterwards. True as well while nobody can say.
   */
  isSomewhere(room: RoomHandle): Promise<boolean>;
  /** The card of a live room that this person may ask to enter; undefined for absent, ended and forbidden alike. */
  card(room: RoomHandle, who: Subject): Uint8Array | undefined;
  /** Ends this person's stay at once and refuses the tokens it has. */
  expel(room: RoomHandle, who: Subject): void;
  /** Ends this person's stay; it may come back with another token. Nothing happens when it is not there. */
  dismiss(room: RoomHandle, who: Subject): void;
  /** Who may raise a hand in this run of the room: everybody, whom `mayRaise` names, nobody. */
  hands(room: RoomHandle, rule: HandsRule): void;
  mayRaise(room: RoomHandle, who: Subject, may: boolean): void;
  /** Everybody out with `roomEnded`. */
  end(room: RoomHandle): void;
  /** What happens in rooms from now on, in the order in which it happens; call the result to stop. */
  watch(listener: (news: ControlNews) => void): () => void;
  readonly load: ControlLoad;
  /** Ends everything with `serverStopping`. */
  stop(): void;
  /** In a fleet: resolves when rooms can be opened here, and found. At once without one. */
  begin(): Promise<void>;
  /**
   * In a fleet: gives all rooms to the other controls, and their people hear `serverStopping`, to come back at once; what they
   * hear goes on. Without one this is `stop`.
   */
  drain(): Promise<void>;
};

export type ControlNews =
  | { readonly kind: 'opened' | 'ended'; readonly room: RoomHandle }
  | { readonly kind: 'seat'; readonly room: RoomHandle; readonly subject: Subject; readonly role: SeatRole }
  /** A moderator did something, to somebody or to the room. */
  | {
      readonly kind: 'act';
      readonly room: RoomHandle;
      readonly act: RoomActWord;
      readonly by: Subject;
      readonly of: Subject | undefined;
    };

/** Numbers only. */
export type ControlLoad = {
  readonly rooms: number;
  readonly sockets: number;
  readonly participants: number;
  readonly waiting: number;
  readonly transports: number;
  /** People let in since the beginning. */
  readonly joins: number;
};

const nowhere: Place = { jurisdiction: '', operator: '' };

/** High bits of its own for each process: those that share relays never draw the same number. */
const firstPeer = (bytes: Uint8Array): number =>
  (bytes.reduce((number, byte) => number * 256 + byte, 0) % 2 ** 20) * 2 ** 32;

export function createControl(ports: ControlPorts, options: Partial<ControlOptions> = {}): Control {
  const { clock, log } = ports;
  const mostRooms = options.rooms ?? limits.rooms;
  const rooms = new Map<string, LiveRoom>();
  const connections = new Set<Connection>();
  const budgets = new AddressBudgets(options.socketsPerAddressPerMinute ?? limits.socketsPerAddressPerMinute);
  const credentials = new Credentials(ports.tokens, ports.verify, clock);
  const switchboard = new Switchboard(ports.relays, log, {
    clock,
    spreadAfter: options.spreadAfter,
    packetBudget: options.packetBudget,
    firstPeer: firstPeer(ports.random(3)),
  });
  let stopped = false;
  let joins = 0;

  const watchers = new Set<(news: ControlNews) => void>();
  const tell = (news: ControlNews) => {
    for (const watcher of watchers) watcher(news);
  };
  const ended = (room: LiveRoom) => {
    if (!rooms.delete(room.handle.reveal())) return;
    fleet?.over(room.handle);
    log({ event: 'eraEnded' });
    tell({ kind: 'ended', room: room.handle });
  };
  const seated = (room: LiveRoom, subject: Subject, role: SeatRole, isNew: boolean) => {
    if (isNew) joins += 1;
    tell({ kind: 'seat', room: room.handle, subject, role });
  };
  const acted = (room: LiveRoom, act: RoomActWord, by: Subject, of: Subject | undefined) =>
    tell({ kind: 'act', room: room.handle, act, by, of });
  const find = (handle: RoomHandle) => rooms.get(handle.reveal());
  const here = options.place ?? nowhere;
  const roomPorts = (owned: Owned | undefined) => ({
    ...ports,
    switchboard,
    ended,
    seated,
    acted,
    keeper: owned?.keeper,
  });
  const fleet =
    ports.fleet &&
    new FleetRooms({
      fleet: ports.fleet,
      clock,
      random: ports.random,
      log,
      rooms,
      mayOwn: ({ fences }) => permits(fences, here),
      reaches: ({ people }) =>
        people.every(
          ({ line }) => !line || ports.relays.relays.some(({ isUp, link }) => isUp && link === line.link),
        ),
      takeOver(handle, found, owned) {
        const media = new EraMedia(switchboard, found.about.era, found.about.strict, found.fences);
        media.term = owned.term;
        const room = takeOverRoom(handle, found, media, roomPorts(owned));
        if (room.isOpen) rooms.set(handle.reveal(), room);
        switchboard.takeStock(media);
        return room;
      },
      forgotten: (room) => tell({ kind: 'ended', room }),
      giveAway(room) {
        rooms.delete(room.handle.reveal());
        room.giveAway();
      },
      accept: (socket, opening) => carriedHere(socket, opening),
    });

  const house: House = {
    log,
    credentials,
    switchboard,
    fleet,
    rooms,
    mostRooms,
    fence: options.fence,
    here,
    random: ports.random,
    begin(claims, connection, message, media, owned) {
      if (owned) media.term = owned.term;
      log({ event: 'eraBegan' });
      tell({ kind: 'opened', room: claims.room });
      const opened = openLiveRoom(claims.room, claims.subject, connection, message, media, roomPorts(owned));
      rooms.set(claims.room.reveal(), opened);
    },
  };

  /** Of another control's socket: it knows that the room is here, and asks nobody else. */
  function carriedHere(socket: SocketPort, { nonce, text }: Opening): SocketEvents {
    const forget = (it: Connection) => connections.delete(it);
    const connection = new Connection(
      socket,
      nonce,
      (it) => introduction(house, it, true),
      clock,
      log,
      forget,
      true,
    );
    connections.add(connection);
    if (stopped) connection.close('serverStopping');
    else connection.text(text);
    return connection;
  }

  function stop(): void {
    stopped = true;
    for (const room of [...rooms.values()]) room.free('serverStopping');
    for (const connection of [...connections]) connection.close('serverStopping');
    void fleet?.end();
    switchboard.stop();
  }

  return {
    connect(socket, address) {
      const nonce = ports.random(16);
      const connection = new Connection(
        socket,
        nonce,
        (it) => introduction(house, it),
        clock,
        log,
        (it) => connections.delete(it),
      );
      connections.add(connection);
      const waitMs = budgets.refusal(address, clock.now());
      if (stopped) connection.close('serverStopping');
      else if (waitMs !== undefined) {
        log({ event: 'doorRefused', why: 'addressTooFast' });
        connection.close('tooFast', waitMs);
      }
      return connection;
    },
    async isSomewhere(handle) {
      if (find(handle)) return true;
      return fleet !== undefined && (await fleet.locate(handle)) !== 'none';
    },
    card(handle, who) {
      const room = find(handle);
      return room && !isBarred(room.state, who) ? room.heads.card : undefined;
    },
    expel(handle, who) {
      find(handle)?.shutOut(who);
    },
    dismiss(handle, who) {
      find(handle)?.dismiss(who);
    },
    hands(handle, rule) {
      find(handle)?.hands(rule);
    },
    mayRaise(handle, who, may) {
      find(handle)?.mayRaise(who, may);
    },
    end(handle) {
      find(handle)?.free('roomEnded');
    },
    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    get load() {
      let participants = 0;
      let waiting = 0;
      for (const room of rooms.values()) {
        participants += room.members.size;
        waiting += room.door.size;
      }
      return {
        rooms: rooms.size,
        sockets: connections.size,
        participants,
        waiting,
        transports: switchboard.size,
        joins,
      };
    },
    begin: async () => fleet?.begin(),
    stop,
    async drain() {
      if (!fleet) {
        stop();
        return;
      }
      stopped = true;
      for (const connection of [...connections]) connection.close('serverStopping', 0);
      await fleet.end();
      switchboard.stop();
    },
  };
}
