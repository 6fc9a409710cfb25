import { errorReply, lifetimeValue, successReply } from './replies.ts';
import { readChannel, readLifetime, readPeers, readTransport } from './requests.ts';
import {
  type Allocation,
  type Authenticated,
  type TurnEffect,
  type TurnInput,
  type TurnRules,
  type TurnSession,
  type TurnStep,
  turnTimes,
} from './session-state.ts';
import { firstOf, type StunDraft, type StunMessage, unknownTo } from './stun-message.ts';
import { attribute, type ErrorCode, messageClass, method } from './stun-words.ts';
import type { TurnTarget } from './targets.ts';
import { type Endpoint, writeXorAddress } from './xor-address.ts';

/** Sizes of what one connection may hold; a browser has one permission and one channel for each relay it may reach. */
const most = { permissions: 32, channels: 32 } as const;

export const newTurnSession = (client: Endpoint, now: number): TurnSession => ({
  since: now,
  client,
  allocation: undefined,
});

/** Rules T1 to T12 in SPEC.md. `now` in milliseconds, never going back. */
export function step(session: TurnSession, input: TurnInput, now: number, rules: TurnRules): TurnStep {
  const turn = new Turn(session, now, rules);
  if (now >= endOf(session)) turn.effects.push({ do: 'close' });
  else if (input.type === 'message') turn.message(input.message);
  else if (input.type !== 'wake') turn.socket(input);
  return { session: turn.session, effects: turn.effects, wakeAt: endOf(turn.session) };
}

const endOf = ({ allocation, since }: TurnSession): number => allocation?.until ?? since + turnTimes.arrival;

/** For packets of the client; undefined for a channel that is not bound. */
export function targetOf({ allocation }: TurnSession, channel: number, now: number): TurnTarget | undefined {
  const bound = allocation?.channels.get(channel);
  return bound && bound.until > now ? bound.target : undefined;
}

/** For packets of a relay: a bound channel, or 'indication', or undefined for who is not to be heard. */
export function wayTo(
  { allocation }: TurnSession,
  target: TurnTarget,
  now: number,
): number | 'indication' | undefined {
  if (!allocation) return undefined;
  for (const [channel, bound] of allocation.channels)
    if (bound.target.host === target.host && bound.target.port === target.port && bound.until > now)
      return channel;
  return (allocation.permissions.get(target.host) ?? 0) > now ? 'indication' : undefined;
}

const known = new Set<number>([
  attribute.username,
  attribute.messageIntegrity,
  attribute.channelNumber,
  attribute.lifetime,
  attribute.xorPeerAddress,
  attribute.data,
  attribute.realm,
  attribute.nonce,
  attribute.requestedAddressFamily,
  attribute.requestedTransport,
  // Between us and a relay nothing is ever fragmented.
  attribute.dontFragment,
]);

/** One step under way. */
class Turn {
  readonly effects: TurnEffect[] = [];
  session: TurnSession;
  readonly #now: number;
  readonly #rules: TurnRules;

  constructor(session: TurnSession, now: number, rules: TurnRules) {
    this.session = session;
    this.#now = now;
    this.#rules = rules;
  }

  message(message: StunMessage): void {
    if (message.class === messageClass.indication && message.method === method.send) this.#send(message);
    if (message.class !== messageClass.request) return;
    if (message.method === method.binding) {
      this.#succeed(message, undefined, [this.#mapped(message)]);
      return;
    }
    const who = this.#rules.authenticate(message, this.#now);
    if (!who.ok) {
      if (who.code === 400) this.#fail(message, undefined, 400);
      else this.effects.push({ do: 'challenge', request: message, code: who.code });
      return;
    }
    const unknown = unknownTo(message, known);
    if (unknown.length > 0) {
      this.effects.push({ do: 'reply', draft: errorReply(message, 420, unknown), key: who.key });
      return;
    }
    const { allocation } = this.session;
    if (message.method === method.allocate) this.#allocate(message, who);
    else if (allocation?.relayed === undefined) this.#fail(message, who.key, 437);
    else if (allocation.username !== who.username) this.#fail(message, who.key, 441);
    else if (message.method === method.refresh) this.#refresh(message, who.key);
    else if (message.method === method.createPermission) this.#permit(message, who.key);
    else if (message.method === method.channelBind) this.#bind(message, who.key);
    else this.#fail(message, who.key, 400);
  }

  socket(input: Exclude<TurnInput, { type: 'message' | 'wake' }>): void {
    const { allocation } = this.session;
    if (!allocation || allocation.relayed) return;
    const { request, key } = allocation;
    if (input.type === 'notOpened') {
      this.#fail(request, key, 508);
      this.effects.push({ do: 'close' });
      return;
    }
    this.#set({ relayed: input.relayed, until: this.#now + turnTimes.lifetime });
    const relayed = writeXorAddress(input.relayed, request.transaction);
    this.#succeed(request, key, [
      { type: attribute.xorRelayedAddress, value: relayed },
      this.#mapped(request),
      { type: attribute.lifetime, value: lifetimeValue(turnTimes.lifetime) },
    ]);
  }

  #allocate(message: StunMessage, who: Extract<Authenticated, { ok: true }>): void {
    const refusal = this.#refusalOf(message, who);
    if (refusal === 401) this.effects.push({ do: 'challenge', request: message, code: 401 });
    else if (refusal) this.#fail(message, who.key, refusal);
    else {
      this.session = {
        ...this.session,
        allocation: {
          username: who.username,
          key: who.key,
          relayed: undefined,
          request: message,
          until: this.#now + turnTimes.arrival,
          permissions: new Map(),
          channels: new Map(),
        },
      };
      this.effects.push({ do: 'open', username: who.username });
    }
  }

  #refusalOf(message: StunMessage, who: Extract<Authenticated, { ok: true }>): ErrorCode | undefined {
    if (this.session.allocation) return 437;
    if (who.expired) return 401;
    const transport = readTransport(message);
    if (transport === undefined) return 400;
    if (transport !== 'udp') return 442;
    const family = firstOf(message, attribute.requestedAddressFamily);
    if (family && family[0] !== 1) return 440;
    return this.#rules.mayOpen(who.username) ? undefined : 486;
  }

  #refresh(message: StunMessage, key: Buffer): void {
    const asked = readLifetime(message);
    const lifetime = asked === 0 ? 0 : turnTimes.lifetime;
    this.#set({ until: this.#now + lifetime });
    this.#succeed(message, key, [{ type: attribute.lifetime, value: lifetimeValue(lifetime) }]);
    if (lifetime === 0) this.effects.push({ do: 'close' });
  }

  #permit(message: StunMessage, key: Buffer): void {
    const peers = readPeers(message);
    if (!peers) {
      this.#fail(message, key, 400);
      return;
    }
    const refusal = peers.map((peer) => this.#refusalOfPeer(peer)).find((code) => code !== undefined);
    if (refusal) {
      this.#fail(message, key, refusal);
      return;
    }
    const permissions = alive(this.session.allocation!.permissions, (until) => until > this.#now);
    for (const { host } of peers) permissions.set(host, this.#now + turnTimes.permission);
    if (permissions.size > most.permissions) {
      this.#fail(message, key, 508);
      return;
    }
    this.#set({ permissions });
    this.#succeed(message, key, []);
  }

  #bind(message: StunMessage, key: Buffer): void {
    const channel = readChannel(message);
    const peers = readPeers(message);
    const [peer] = peers ?? [];
    if (channel === undefined || !peer || peers?.length !== 1) {
      this.#fail(message, key, 400);
      return;
    }
    const target = this.#rules.target(peer.host, peer.port);
    if (!target) {
      this.#fail(message, key, peer.v6 ? 443 : 403);
      return;
    }
    const channels = alive(this.session.allocation!.channels, ({ until }) => until > this.#now);
    for (const [number, { target: other }] of channels) {
      const same = other.host === target.host && other.port === target.port;
      if (same === (number === channel)) continue;
      this.#fail(message, key, 400);
      return;
    }
    channels.set(channel, { target, until: this.#now + turnTimes.channel });
    if (channels.size > most.channels) {
      this.#fail(message, key, 508);
      return;
    }
    const permissions = alive(this.session.allocation!.permissions, (until) => until > this.#now);
    permissions.set(target.host, this.#now + turnTimes.permission);
    this.#set({ channels, permissions });
    this.#succeed(message, key, []);
  }

  /** Says nothing to what it does not like: an indication has no answer. */
  #send(message: StunMessage): void {
    const data = firstOf(message, attribute.data);
    const [peer] = readPeers(message) ?? [];
    if (!data || !peer || !this.session.allocation?.relayed) return;
    if ((this.session.allocation.permissions.get(peer.host) ?? 0) <= this.#now) return;
    const target = this.#rules.target(peer.host, peer.port);
    if (target) this.effects.push({ do: 'send', target, data });
  }

  #refusalOfPeer({ host, v6 }: { readonly host: string; readonly v6: boolean }): ErrorCode | undefined {
    if (v6) return 443;
    return this.#rules.isRelay(host) ? undefined : 403;
  }

  #set(change: Partial<Allocation>): void {
    this.session = { ...this.session, allocation: { ...this.session.allocation!, ...change } };
  }

  #mapped(message: StunMessage) {
    const value = writeXorAddress(this.session.client, message.transaction);
    return { type: attribute.xorMappedAddress, value };
  }

  #succeed(message: StunMessage, key: Buffer | undefined, attributes: StunDraft['attributes']): void {
    this.effects.push({ do: 'reply', draft: successReply(message, attributes), key });
  }

  #fail(message: StunMessage, key: Buffer | undefined, code: ErrorCode): void {
    this.effects.push({ do: 'reply', draft: errorReply(message, code), key });
  }
}

const alive = <Key, Value>(map: ReadonlyMap<Key, Value>, lives: (value: Value) => boolean): Map<Key, Value> =>
  new Map([...map].filter(([, value]) => lives(value)));
