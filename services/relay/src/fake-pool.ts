import {
  idleLoad,
  type LinkId,
  linkId,
  type PeerId,
  type RelayCommand,
  type RelayEvent,
} from '@stoa/protocol';
import { checkOffer } from './offer.ts';
import { type RelayHandle, RelayListeners, type RelayPool } from './pool.ts';

/** A relay without media, for tests of what talks to relays. */
export type FakeRelay = RelayHandle & {
  pressure: number;
  draining: boolean;
  /** Every command that arrived while it was up, in order. */
  readonly commands: readonly RelayCommand[];
  readonly peers: ReadonlySet<PeerId>;
  /** Says something as the relay would: `connected`, `flooding`, `gone`. */
  emit(event: RelayEvent): void;
  /** Dies with all its peers, as a process does. */
  crash(): void;
  /** Comes back, empty. */
  recover(): void;
};

export type FakeRelayPool = RelayPool & { readonly relays: readonly FakeRelay[] };

export type FakeRelayPoolOptions = {
  readonly count?: number;
  readonly firstPort?: number;
  /** Judges offers as a real relay does; false answers any text. */
  readonly checkOffers?: boolean;
  /** Says `connected` right after the answer. */
  readonly connectAtOnce?: boolean;
};

/** Recognizable, and useless to any browser. */
export const fakeAnswer = 'v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=fake answer\r\nt=0 0\r\n';

/** Relays that keep the contract of the link without processes, ports or media. Events come in a later microtask. */
export function createFakeRelayPool(options: FakeRelayPoolOptions = {}): FakeRelayPool {
  const relays = Array.from({ length: options.count ?? 1 }, (_, index) => fakeRelay(index, options));
  return {
    relays,
    async start() {
      for (const relay of relays) relay.recover();
    },
    async stop() {
      for (const relay of relays) relay.crash();
    },
  };
}

function fakeRelay(index: number, options: FakeRelayPoolOptions): FakeRelay {
  const listeners = new RelayListeners();
  const commands: RelayCommand[] = [];
  const peers = new Map<PeerId, { era: number; connected: boolean }>();
  let up = false;
  let link: LinkId | undefined;
  let life = 0;

  const emit = (event: RelayEvent) => {
    if (event.type === 'connected') {
      const peer = peers.get(event.peer);
      if (peer) peer.connected = true;
    }
    if (event.type === 'gone') peers.delete(event.peer);
    listeners.event(event);
  };
  const later = (event: RelayEvent) => {
    const since = life;
    queueMicrotask(() => {
      if (since === life) emit(event);
    });
  };
  const drop = (peer: PeerId) => {
    if (peers.delete(peer)) later({ type: 'gone', peer, why: 'closed' });
  };

  const join = (command: Extract<RelayCommand, { type: 'join' }>) => {
    drop(command.peer);
    const verdict = options.checkOffers ? checkOffer(command.offer) : undefined;
    if (verdict && 'refusal' in verdict)
      return later({ type: 'refused', peer: command.peer, why: verdict.refusal });
    peers.set(command.peer, { era: command.era, connected: false });
    later({ type: 'answered', peer: command.peer, answer: fakeAnswer });
    if (options.connectAtOnce) later({ type: 'connected', peer: command.peer });
  };

  const obey = (command: RelayCommand) => {
    switch (command.type) {
      case 'join':
        return join(command);
      case 'close':
        return drop(command.peer);
      case 'endEra':
        for (const [peer, { era }] of [...peers]) if (era === command.era) drop(peer);
        return;
      case 'census': {
        const here = [...peers].filter(([, { era }]) => era === command.era);
        const listed = here.map(([peer, { connected }]) => ({ peer, connected }));
        const { era, ask } = command;
        return later({ type: 'census', era, peers: listed, ...(ask !== undefined && { ask }) });
      }
      case 'ping': {
        const connected = [...peers.values()].filter((peer) => peer.connected).length;
        return later({ type: 'pong', n: command.n, load: { ...idleLoad, peers: peers.size, connected } });
      }
      case 'stop':
        for (const peer of [...peers.keys()]) drop(peer);
        return;
      case 'seat':
      case 'sender':
      case 'links':
    }
  };

  return {
    index,
    get port() {
      return (options.firstPort ?? 40_000) + index;
    },
    get isUp() {
      return up;
    },
    get link() {
      return link;
    },
    get commands() {
      return commands;
    },
    get peers() {
      return new Set(peers.keys());
    },
    send(command) {
      if (up) {
        commands.push(command);
        obey(command);
      } else if (command.type === 'join') later({ type: 'refused', peer: command.peer, why: 'relayFailed' });
    },
    pressure: 0,
    draining: false,
    onEvent: listeners.onEvent,
    onDown: listeners.onDown,
    onUp: listeners.onUp,
    emit,
    crash() {
      if (!up) return;
      up = false;
      life++;
      const lost = [...peers.keys()];
      peers.clear();
      listeners.down(lost);
    },
    recover() {
      if (up) return;
      up = true;
      link = linkId(`fake-${index}.${life}`);
      listeners.event({ type: 'ready', port: this.port, link });
      listeners.up();
    },
  };
}
