import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { obeys } from '@stoa/core/fleet';
import {
  type EraId,
  type LinkId,
  linkId,
  type PeerId,
  type RelayCommand,
  type RelayEvent,
  type RelaySeat,
  type RoomHandle,
  roomHandle,
  signToken,
  subject,
  toBase64Url,
  tokenLifetimeMs,
} from '@stoa/protocol';
import { Chance, type SocketEnd, settled, socketPair } from '@stoa/testkit';
import { InProcessFleet } from '../../src/adapters/in-process/fleet.ts';
import type { FleetPorts, ProcessProof, RoomMemory } from '../../src/fleet/ports.ts';
import {
  type Clock,
  type Control,
  type ControlOptions,
  createControl,
  type LogLine,
  type RelayHandle,
  verifyEd25519,
} from '../../src/index.ts';
import type { SocketPort } from '../../src/ports.ts';
import { ScriptedClient } from '../scripted-client.ts';
import { overNats } from './contract.ts';

/** A relay without media that several controls command: it obeys the highest term of each era, as real ones do. */
export class SharedRelay {
  readonly link: LinkId = linkId(randomBytes(6).toString('hex'));
  readonly peers = new Map<PeerId, { seat: RelaySeat; era: EraId; connected: boolean; offeredBy: string }>();
  readonly refused: RelayCommand[] = [];
  readonly #terms = new Map<EraId, number>();
  readonly #listeners = new Set<(event: RelayEvent) => void>();

  handle(): RelayHandle {
    const { link } = this;
    return {
      isUp: true,
      pressure: 0,
      draining: false,
      place: { host: 'here', region: 'here', jurisdiction: 'DE', operator: 'a.example' },
      link,
      send: (command, term) => this.#obey(command, term ?? 0),
      onEvent: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      onDown: () => () => {},
      onUp: () => () => {},
    };
  }

  emit(event: RelayEvent): void {
    queueMicrotask(() => {
      for (const listener of this.#listeners) listener(event);
    });
  }

  #obey(command: RelayCommand, term: number): void {
    const era =
      'era' in command ? command.era : 'peer' in command ? this.peers.get(command.peer)?.era : undefined;
    if (era === undefined) return;
    const highest = this.#terms.get(era);
    if (!obeys(highest === undefined ? undefined : { term: highest }, term)) {
      this.refused.push(command);
      return;
    }
    this.#terms.set(era, term);
    switch (command.type) {
      case 'join': {
        const { peer, seat, offer } = command;
        this.peers.set(peer, { seat, era, connected: true, offeredBy: offer });
        this.emit({ type: 'answered', peer, answer: 'v=0 answer' });
        this.emit({ type: 'connected', peer });
        return;
      }
      case 'seat':
        this.peers.get(command.peer)!.seat = command.seat;
        return;
      case 'close':
        this.peers.delete(command.peer);
        this.emit({ type: 'gone', peer: command.peer, why: 'closed' });
        return;
      case 'endEra':
        for (const [peer, about] of this.peers) if (about.era === era) this.peers.delete(peer);
        return;
      case 'census': {
        const all = [...this.peers].filter(([, about]) => about.era === era);
        const peers = all.map(([peer, { connected }]) => ({ peer, connected }));
        this.emit({ type: 'census', era, peers });
        return;
      }
    }
  }
}

/** One control of the fleet, and what may happen to it. */
export type Node = {
  readonly control: Control;
  readonly lines: LogLine[];
  /** Sockets that it accepted. */
  dial(): SocketEnd;
  /** As a process that is killed: sockets break, nothing more is said or done. */
  kill(): Promise<void>;
  /** As a process that is stopped for a while; the result lets it go on. */
  pause(): () => void;
  /** From the store and from the other controls. */
  cut(cut: boolean): void;
};

/** The clock of one process, which may sleep: its timers fire when it wakes. */
function sleepingClock(clock: Clock) {
  let asleep = false;
  let waiting: (() => void)[] = [];
  return {
    clock: {
      now: () => clock.now(),
      unix: () => clock.unix(),
      after: (ms: number, run: () => void) =>
        clock.after(ms, () => {
          if (asleep) waiting.push(run);
          else run();
        }),
    },
    get asleep() {
      return asleep;
    },
    later(run: () => void) {
      if (asleep) waiting.push(run);
      else run();
    },
    sleep() {
      asleep = true;
    },
    wake() {
      asleep = false;
      const all = waiting;
      waiting = [];
      for (const run of all) run();
    },
    die() {
      asleep = true;
      waiting = [];
      waiting.push = () => 0;
    },
  };
}

type Sleeper = ReturnType<typeof sleepingClock>;

/** Answers that come while the process sleeps arrive when it wakes. */
function asleepToo<T extends object>(ports: T, sleeper: Sleeper): T {
  return new Proxy(ports, {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (typeof value === 'object' && value !== null) return asleepToo(value, sleeper);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (sleeper.asleep) return new Promise(() => {});
        const answer = value.apply(target, args);
        if (!(answer instanceof Promise)) return answer;
        return new Promise((resolve, reject) =>
          answer.then(
            (it) => sleeper.later(() => resolve(it)),
            (error) => sleeper.later(() => reject(error)),
          ),
        );
      };
    },
  });
}

export type FleetWorld = Awaited<ReturnType<typeof fleetWorld>>;

/** Controls in one process around one relay, over the in-process store or a real broker. */
export async function fleetWorld(kind: 'inProcess' | 'nats', clock: Clock, seed: number = 1) {
  const chance = new Chance(seed);
  const shared = new InProcessFleet();
  const broker = kind === 'nats' ? await overNats() : undefined;
  const relay = new SharedRelay();
  const issuer = generateKeyPairSync('ed25519');
  const issuerKey = new Uint8Array(issuer.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const audience = new Uint8Array(createHash('sha256').update(issuerKey).digest().subarray(0, 16));
  const nodes: Node[] = [];

  async function add(
    watch: (memory: RoomMemory) => RoomMemory = (memory) => memory,
    told: (text: string) => void = () => {},
    options: Partial<ControlOptions> = {},
    processes: ProcessProof | undefined = undefined,
  ): Promise<Node> {
    const reach = { cut: false };
    const joined: FleetPorts = broker ? await broker.join() : shared.join(reach);
    const sleeper = sleepingClock(clock);
    const own = asleepToo({ ...joined, memory: watch(joined.memory), processes }, sleeper);
    const connection = broker?.connections.at(-1);
    const lines: LogLine[] = [];
    const handle = relay.handle();
    const random = chance.bytes;
    const control = createControl(
      {
        relays: {
          relays: [
            {
              ...handle,
              send: (command, term) => {
                if (!sleeper.asleep) handle.send(command, term);
              },
              onEvent: (listener) => handle.onEvent((event) => sleeper.later(() => listener(event))),
            },
          ],
        },
        clock: sleeper.clock,
        random,
        verify: verifyEd25519,
        tokens: { audience, key: issuerKey },
        log: (line) => lines.push(line),
        fleet: own,
      },
      { socketsPerAddressPerMinute: 1_000_000, ...options },
    );
    const sockets = new Set<SocketEnd>();
    const node: Node = {
      control,
      lines,
      dial() {
        const [near, far] = socketPair();
        if (sleeper.asleep) {
          near.drop();
          return far;
        }
        sockets.add(near);
        const socket: SocketPort = {
          send(text) {
            told(text);
            near.send(text);
          },
          get backlog() {
            return near.backlog;
          },
          close: () => near.close(),
          drop: () => near.drop(),
        };
        const events = control.connect(socket, '192.0.2.1');
        near.onText((text) => sleeper.later(() => events.text(text)));
        near.onGone(() => sleeper.later(() => events.gone()));
        return far;
      },
      async kill() {
        sleeper.die();
        for (const socket of sockets) socket.drop();
        reach.cut = true;
        await connection?.close();
      },
      pause() {
        sleeper.sleep();
        return () => sleeper.wake();
      },
      cut(cut) {
        reach.cut = cut;
      },
    };
    nodes.push(node);
    return node;
  }

  const id = () => toBase64Url(chance.bytes(16));
  const client = (at: () => Node) =>
    new ScriptedClient({
      chance,
      dial: () => at().dial(),
      token: ({ room, client, open = false, subject: who }) =>
        signToken(
          {
            audience,
            room,
            keyHash: client.keyHash,
            subject: subject(who ?? id()),
            grants: { open },
            expires: clock.unix() + tokenLifetimeMs,
            jti: chance.bytes(16),
          },
          async (message) => sign(null, message, issuer.privateKey),
        ),
    });

  return {
    clock,
    relay,
    broker,
    shared,
    nodes,
    id,
    add,
    client,
    handle: (): RoomHandle => roomHandle(id()),
    async end() {
      for (const { control } of nodes) control.stop();
      await settled();
      await broker?.end();
    },
  };
}
