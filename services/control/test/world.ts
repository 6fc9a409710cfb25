import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import {
  idleLoad,
  type JoinToken,
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
  type TokenClaims,
  toBase64Url,
  tokenLifetimeMs,
} from '@stoa/protocol';
import { Chance, type SocketEnd, socketPair, VirtualClock } from '@stoa/testkit';
import { createControl, type LogLine, type RelayHandle, verifyEd25519 } from '../src/index.ts';
import { ScriptedClient } from './scripted-client.ts';

let lives = 0;
/** A relay without media: it answers any offer and remembers seats. */
export class FakeRelay implements RelayHandle {
  isUp = true;
  pressure = 0;
  draining = false;
  link: LinkId | undefined = linkId(`relay${lives++}`);
  /** What real offers would be refused with. */
  refuses: Extract<RelayEvent, { type: 'refused' }>['why'] | undefined;
  readonly peers = new Map<PeerId, { seat: RelaySeat; era: number }>();
  readonly commands: RelayCommand[] = [];
  /** Transports come up as soon as they are answered. */
  connectsAtOnce = false;
  /** Answers what it is asked; a stopped process does not. */
  answers = true;
  #event: (event: RelayEvent) => void = () => {};
  #down: (lost: readonly PeerId[]) => void = () => {};
  #up: () => void = () => {};

  send(command: RelayCommand): void {
    if (!this.isUp) return;
    this.commands.push(command);
    if (command.type === 'join') {
      const { peer, seat, era } = command;
      const why = this.refuses;
      if (!why) this.peers.set(peer, { seat, era });
      queueMicrotask(() =>
        this.emit(why ? { type: 'refused', peer, why } : { type: 'answered', peer, answer: 'v=0 answer' }),
      );
      if (!why && this.connectsAtOnce)
        queueMicrotask(() => this.peers.has(peer) && this.emit({ type: 'connected', peer }));
    }
    if (command.type === 'seat' && this.peers.has(command.peer))
      this.peers.get(command.peer)!.seat = command.seat;
    if (command.type === 'close' && this.peers.delete(command.peer)) {
      queueMicrotask(() => this.emit({ type: 'gone', peer: command.peer, why: 'closed' }));
    }
    if (command.type === 'ping' && this.answers)
      queueMicrotask(() => this.emit({ type: 'pong', n: command.n, load: idleLoad }));
    if (command.type === 'endEra') {
      for (const [peer, { era }] of this.peers) if (era === command.era) this.peers.delete(peer);
    }
  }

  onEvent(listener: (event: RelayEvent) => void) {
    this.#event = listener;
    return () => {};
  }
  onDown(listener: (lost: readonly PeerId[]) => void) {
    this.#down = listener;
    return () => {};
  }
  onUp(listener: () => void) {
    this.#up = listener;
    return () => {};
  }

  emit(event: RelayEvent): void {
    this.#event(event);
  }

  crash(): void {
    this.isUp = false;
    const lost = [...this.peers.keys()];
    this.peers.clear();
    this.#down(lost);
  }

  recover(): void {
    this.isUp = true;
    this.link = linkId(`relay${lives++}`);
    this.#up();
  }
}

/** Control with virtual time, one seed, relays without media. */
export function createWorld(seed: number = 1, relayCount: number = 1, options = {}) {
  const clock = new VirtualClock();
  const chance = new Chance(seed);
  const relays = Array.from({ length: relayCount }, () => new FakeRelay());
  let poolChanged = () => {};
  const lines: LogLine[] = [];
  const issuer = generateKeyPairSync('ed25519');
  const issuerKey = new Uint8Array(issuer.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const audience = new Uint8Array(createHash('sha256').update(issuerKey).digest().subarray(0, 16));
  const control = createControl(
    {
      relays: {
        relays,
        onChange: (listener) => {
          poolChanged = listener;
          return () => {};
        },
      },
      clock,
      random: chance.bytes,
      verify: verifyEd25519,
      tokens: { audience, key: issuerKey },
      log: (line) => lines.push(line),
    },
    { socketsPerAddressPerMinute: 1_000_000, ...options },
  );

  const id = () => toBase64Url(chance.bytes(16));
  const world = {
    clock,
    chance,
    relays,
    relay: relays[0]!,
    lines,
    /** What the pool says of itself has changed. */
    poolChanged: () => poolChanged(),
    control,
    audience,
    id,
    handle: (): RoomHandle => roomHandle(id()),
    client: () => new ScriptedClient(world),

    dial(address: string = '192.0.2.1'): SocketEnd {
      const [near, far] = socketPair();
      const events = control.connect(near, address);
      near.onText((text) => events.text(text));
      near.onGone(() => events.gone());
      return far;
    },

    token(about: {
      room: RoomHandle;
      client: { readonly keyHash: Uint8Array };
      open?: boolean;
      subject?: string;
      claims?: Partial<TokenClaims>;
    }): Promise<JoinToken> {
      const claims: TokenClaims = {
        audience,
        room: about.room,
        keyHash: about.client.keyHash,
        subject: subject(about.subject ?? id()),
        grants: { open: about.open ?? false },
        expires: clock.unix() + tokenLifetimeMs,
        jti: chance.bytes(16),
        ...about.claims,
      };
      return signToken(claims, async (message) => sign(null, message, issuer.privateKey));
    },

    /** A room and its opener; more people by `join`. */
    async room(policy: 'open' | 'link' | 'knock' = 'open') {
      const handle = world.handle();
      const host = await new ScriptedClient(world).open(handle, policy);
      return { handle, host };
    },

    /** The seat of this participant's transport at its relay. */
    seats(): RelaySeat[] {
      return relays.flatMap((relay) => [...relay.peers.values()].map((peer) => peer.seat));
    },
  };
  return world;
}

export type World = ReturnType<typeof createWorld>;
