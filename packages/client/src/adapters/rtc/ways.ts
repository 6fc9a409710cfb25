/** TURN servers as a peer connection takes them, with the credential for this session. */
export type TurnServers = readonly {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}[];

/**
 * How packets get out of the network this device is in. UDP is tried alone first: where it works, and that is nearly
 * everywhere, TURN is never contacted. Where no answer to a connectivity check has come for `patienceMs`, the next
 * connection may use TURN as well, and so may those after it until the network changes or UDP is seen to work.
 */
export type Ways = {
  /** For the next connection. Empty: UDP alone. */
  servers(): Promise<TurnServers>;
  /** Nothing came back on the direct way. True: there is another one to be tried. */
  noAnswer(): boolean;
  /** A connection that was up fell silent: the next one may try both ways at once. */
  doubt(): void;
  /** This is how a connection got through. */
  took(way: 'direct' | 'turn'): void;
  /** What was learnt of the old network is forgotten. */
  networkChanged(): void;
};

export const waysTimes = {
  /**
   * From the relay's answer to the first answered check. That takes one round trip, so satellites are within it; on a good
   * path it is a tenth of this.
   */
  patienceMs: 1_500,
  /** A connection that came up, and of which nothing has come for so long, fell silent: checks alone are answered more often. */
  silentMs: 2_900,
  /** A doubt is for the next connection or two. */
  doubtMs: 20_000,
  /** What a network did is believed for so long. */
  rememberMs: 3_600_000,
  /** A credential that ends sooner is not begun with. */
  spareMs: 60_000,
} as const;

export type WaysPorts = {
  /** What the deployment says of TURN; undefined: nothing. May reject. */
  readonly ask: () => Promise<TurnAnswer | undefined>;
  /** Whether this room may go there; all of them unless told otherwise. */
  readonly permits?: (url: string) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Outlives the page: until when this network is taken for one that blocks UDP. */
  readonly memory: { read(): number; write(until: number): void };
};
export type TurnAnswer = {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
  readonly expires: number;
};

export function findWays({ ask, permits = () => true, now, memory }: WaysPorts): Ways {
  let held: TurnAnswer | undefined;
  let asking: Promise<TurnAnswer | undefined> | undefined;
  const answer = async (): Promise<TurnAnswer | undefined> => {
    if (held && held.expires - now() > waysTimes.spareMs) return held;
    asking ??= ask()
      .catch(() => undefined)
      .then((found) => {
        held = found;
        asking = undefined;
        return found;
      });
    return asking;
  };
  let doubtUntil = 0;
  const isBlocked = () => memory.read() > now();
  return {
    servers: async () => {
      if (!isBlocked() && doubtUntil <= now()) return [];
      const turn = await answer();
      const urls = turn?.urls.filter(permits) ?? [];
      return turn && urls.length > 0 ? [{ urls, username: turn.username, credential: turn.credential }] : [];
    },
    noAnswer: () => {
      const before = isBlocked();
      memory.write(now() + waysTimes.rememberMs);
      // It is wanted at once.
      void answer();
      return !before;
    },
    doubt: () => {
      doubtUntil = now() + waysTimes.doubtMs;
      void answer();
    },
    took: (way) => {
      doubtUntil = 0;
      memory.write(way === 'direct' ? 0 : now() + waysTimes.rememberMs);
    },
    networkChanged: () => {
      doubtUntil = 0;
      memory.write(0);
    },
  };
}

const storageKey = 'stoa.udp-blocked-until';

/** Of this browser; a page that may store nothing remembers for itself. */
export function storedMemory(storage: () => Storage = () => localStorage): WaysPorts['memory'] {
  let own = 0;
  return {
    read: () => {
      try {
        return Number(storage().getItem(storageKey) ?? 0) || 0;
      } catch {
        return own;
      }
    },
    write: (until) => {
      own = until;
      try {
        if (until === 0) storage().removeItem(storageKey);
        else storage().setItem(storageKey, String(until));
      } catch {
        // A private window, or storage that is full: it holds for this page.
      }
    },
  };
}
