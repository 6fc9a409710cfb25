import type {
  AccountBinder,
  ConnectionCheck,
  Fence,
  KnownPlaces,
  Room,
  RoomPreview,
  TokenCalls,
} from '@stoa/client';
import type { Policy } from '@stoa/protocol';

/** What the app needs of the SDK; the gallery and the tests bring a room without a server. */
export type ClientPort = {
  readonly startRoom: (options: {
    server: string;
    name: string;
    title: string;
    policy: Policy;
    strict: boolean;
    fence?: Fence;
    ownFence?: Fence;
    tokens?: TokenCalls;
    account?: AccountBinder;
  }) => Promise<Room>;
  readonly joinRoom: (options: {
    link: string;
    name: string;
    server?: string;
    ownFence?: Fence;
    tokens?: TokenCalls;
    account?: AccountBinder;
  }) => Room;
  /** Where a server's machines stand; absent where there is no server. */
  readonly knownPlaces?: (server: string) => Promise<KnownPlaces | undefined>;
  /** What a room says of itself to whoever has its link. */
  readonly lookAtRoom?: (link: string, server: string) => Promise<RoomPreview | undefined>;
  /** Makes ready what the next room needs; the result throws it away. Tells nobody anything. */
  readonly prepare: () => () => void;
  /** Is that an invite link at all? `joinRoom` throws for what is none. */
  readonly isLink: (link: string) => boolean;
  /** Names of browser parts that end-to-end encryption needs and this browser lacks; empty when all is well. */
  readonly missingParts: () => Promise<readonly string[]>;
  /** Goes the way that a room goes at this server, without a microphone; absent where there is no server. */
  readonly checkConnection?: (server: string) => Promise<ConnectionCheck>;
};

/** This device's stay in a room, if there is one. */
export type Visit =
  | { readonly is: 'none' }
  | { readonly is: 'starting' }
  | { readonly is: 'startFailed'; readonly why: 'tooFast' | 'other' }
  /** `path`: the path and fragment of the link under which the room was entered. */
  | { readonly is: 'in'; readonly room: Room; readonly path: string; readonly name: string };

export type VisitStore = {
  readonly get: () => Visit;
  readonly subscribe: (onChange: () => void) => () => void;
  /** True when the room is open; its link is then the visit's path. */
  start(options: {
    name: string;
    title: string;
    policy: Policy;
    strict: boolean;
    fence?: Fence;
    /** Of somebody who is signed in; guests need none. */
    tokens?: TokenCalls;
    account?: AccountBinder;
  }): Promise<boolean>;
  /** To be called from a tap: it also unlocks the sound. */
  join(path: string, name: string, member?: { tokens: TokenCalls; account: AccountBinder }): void;
  /** Leaves, if there is a room, and forgets it. */
  drop(): void;
};

/** @param ownFence this person's own rule as it is now; without it there is none */
export function createVisit(
  client: ClientPort,
  origin: () => string,
  ownFence: () => Fence | undefined = () => undefined,
): VisitStore {
  let visit: Visit = { is: 'none' };
  const listeners = new Set<() => void>();
  const change = (next: Visit) => {
    visit = next;
    for (const listener of [...listeners]) listener();
  };
  const ruled = () => {
    const own = ownFence();
    return own ? { ownFence: own } : {};
  };
  const leave = () => {
    if (visit.is === 'in' && visit.room.view.phase.is !== 'closed') visit.room.leave();
  };
  const enter = (room: Room, path: string, name: string) => {
    change({ is: 'in', room, path, name });
    // Refused by the browser means `sound: blocked` in the view, which the room page shows.
    room.listen().catch(() => undefined);
  };
  return {
    get: () => visit,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
    async start(options) {
      if (visit.is === 'starting') return false;
      leave();
      change({ is: 'starting' });
      try {
        const room = await client.startRoom({ server: origin(), ...ruled(), ...options });
        enter(room, room.link, options.name);
        return true;
      } catch (error) {
        change({ is: 'startFailed', why: reasonOf(error) === 'tooFast' ? 'tooFast' : 'other' });
        return false;
      }
    },
    join(path, name, member) {
      leave();
      const link = new URL(path, origin()).href;
      const room = client.joinRoom({ link, name, server: origin(), ...ruled(), ...member });
      enter(room, path, name);
    },
    drop() {
      leave();
      if (visit.is !== 'none') change({ is: 'none' });
    },
  };
}

function reasonOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('why' in error) return error.why;
  return 'code' in error ? error.code : undefined;
}
