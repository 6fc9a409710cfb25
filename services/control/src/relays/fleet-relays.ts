import { type Presence, presenceRules, type RelayWord } from '@stoa/protocol/fleet';
import type { Clock } from '../ports.ts';
import type { RelayCarrier } from './relay-carrier.ts';
import { type Outgoing, RemoteRelay } from './remote-relay.ts';

const aliveMs = 1_000;
/** So long does a host that hears nothing of us go on forwarding; where nobody else can carry its rooms, they stay there. */
const carriesOnMs = 90_000;
/** A host that is gone for so long leaves the list. */
const forgottenMs = 120_000;

type HostLine = {
  presence: Presence;
  seenAt: number;
  sent: number;
  heard: number;
  /** Gaps in our words that the host counted, as far as we have answered them. */
  gaps: number;
  silent: boolean;
  /** Words were lost that were not said again yet. */
  behind: boolean;
  caughtUpAt: number;
  readonly relays: Map<number, RemoteRelay>;
};

export type FleetRelaysOptions = {
  readonly carrier: RelayCarrier;
  readonly clock: Clock;
  /** Of this control: fresh for each start, letters, digits, `-` and `_`, at most 32. */
  readonly life: string;
  /** Does it have the key of this deployment? Without it every host is ours. */
  readonly isOurs?: ((presence: Presence) => boolean) | undefined;
  /** A host that is not ours was refused: once for each start of its program. */
  readonly onStranger?: (() => void) | undefined;
};

export type FleetRelays = {
  readonly relays: readonly RemoteRelay[];
  onChange(listener: () => void): () => void;
  /** What hosts that are up said last of themselves. */
  presences(): readonly Presence[];
  /** An owner that was replaced finds out: this era has a newer term. */
  onStale(listener: (era: number, term: number) => void): () => void;
  /** They appear when they are heard of: there is nothing to wait for. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** The relays of a fleet, as their hosts' presence shows them. */
export function fleetRelays(options: FleetRelaysOptions): FleetRelays {
  const { carrier, clock, life, isOurs = () => true } = options;
  /** Lives of hosts that were refused, by host. */
  const strangers = new Map<string, string>();
  const hosts = new Map<string, HostLine>();
  const changes = new Set<() => void>();
  const staleListeners = new Set<(era: number, term: number) => void>();
  let relays: readonly RemoteRelay[] = [];
  let stopped = false;

  const changed = () => {
    relays = [...hosts.values()].flatMap((line) => [...line.relays.values()]);
    for (const listener of [...changes]) listener();
  };

  const say = (host: string, line: HostLine, relay?: Outgoing & { index: number }) =>
    carrier.tell(host, { from: life, to: line.presence.life, n: ++line.sent, ...(relay && { relay }) });

  function lineOf(presence: Presence): { readonly line: HostLine; readonly isNew: boolean } {
    const before = hosts.get(presence.host);
    if (before?.presence.life === presence.life) return { line: before, isNew: false };
    // Another program of this host: what the one before it had is lost.
    for (const relay of before?.relays.values() ?? []) relay.down();
    const line = {
      ...{ presence, seenAt: clock.now(), sent: 0, heard: 0, gaps: 0, silent: false },
      ...{ behind: false, caughtUpAt: Number.NEGATIVE_INFINITY },
      relays: before?.relays ?? new Map<number, RemoteRelay>(),
    };
    hosts.set(presence.host, line);
    return { line, isNew: true };
  }

  /** Each of its words is answered, since an answer may be lost. */
  function refuse({ host, life: to }: Presence): void {
    if (strangers.get(host) !== to) options.onStranger?.();
    strangers.set(host, to);
    carrier.tell(host, { from: life, to, n: 1, refused: true });
  }

  function seen(presence: Presence): void {
    if (stopped) return;
    const { host } = presence;
    if (hosts.get(host)?.presence.life !== presence.life && !isOurs(presence)) {
      refuse(presence);
      return;
    }
    const { line, isNew } = lineOf(presence);
    line.presence = presence;
    line.seenAt = clock.now();
    line.silent = false;
    const known = line.relays.size;
    for (const { index } of presence.relays) {
      if (line.relays.has(index)) continue;
      const tell = (word: Outgoing) => say(host, hosts.get(host) ?? line, { index, ...word });
      line.relays.set(index, new RemoteRelay(index, tell, () => carrier.reaches(host)));
    }
    // Whoever looks after relays knows them before they say that they are up.
    if (line.relays.size > known) changed();
    let beganToDrain = false;
    for (const row of presence.relays) {
      const relay = line.relays.get(row.index);
      const drained = relay?.draining === true && !isNew;
      relay?.seen(row, presence);
      beganToDrain ||= relay?.draining === true && !drained;
    }
    if (beganToDrain) changed();
    if (isNew) say(host, line);
  }

  function heard(host: string, word: RelayWord): void {
    const line = hosts.get(host);
    if (stopped || !line || word.from !== line.presence.life) return;
    const missed = word.n !== line.heard + 1 || word.gaps !== line.gaps;
    line.heard = word.n;
    line.gaps = word.gaps;
    if (word.relay) {
      const { index, link, event } = word.relay;
      line.relays.get(index)?.heard(link, event);
    }
    if (word.lost) {
      const relay = line.relays.get(word.lost.index);
      if (relay?.link === word.lost.link) relay.down();
    }
    if (word.stale) for (const listener of staleListeners) listener(word.stale.era, word.stale.term);
    line.behind ||= missed;
    catchUp(line);
  }

  /** Once a second at most: where every other word is lost, each answer would ask for another one. */
  function catchUp(line: HostLine): void {
    if (!line.behind || clock.now() - line.caughtUpAt < aliveMs) return;
    line.behind = false;
    line.caughtUpAt = clock.now();
    for (const relay of line.relays.values()) relay.resync();
  }

  /** Could other hosts carry what this one does? To tell its people that it is lost helps nobody else. */
  const isSpare = (host: string): boolean =>
    [...hosts].some(
      ([other, { presence, seenAt }]) =>
        other !== host &&
        !presence.ended &&
        !presence.draining &&
        clock.now() - seenAt < presenceRules.silentMs &&
        presence.relays.some(({ up }) => up),
    );

  let lookedAt = clock.now();
  let aliveAt = 0;
  function look(): void {
    const now = clock.now();
    // If this program did not run itself, the hosts' words may lie unread.
    const slept = now - lookedAt > presenceRules.silentMs / 2;
    lookedAt = now;
    const greets = now - aliveAt >= aliveMs;
    if (greets) aliveAt = now;
    let gone = false;
    for (const [host, line] of hosts) {
      if (!line.silent && (slept || !carrier.reaches(host))) line.seenAt = now;
      const silentMs = now - line.seenAt;
      if (!line.silent && silentMs >= presenceRules.silentMs && (silentMs >= carriesOnMs || isSpare(host))) {
        line.silent = true;
        for (const relay of line.relays.values()) relay.down();
      }
      catchUp(line);
      for (const relay of line.relays.values()) relay.tidy(now);
      if (line.silent && silentMs >= forgottenMs) gone = hosts.delete(host) || gone;
      else if (greets && !line.presence.ended) say(host, line);
    }
    if (gone) changed();
    stopLooking = clock.after(presenceRules.everyMs, look);
  }
  let stopLooking = clock.after(presenceRules.everyMs, look);

  carrier.onPresence(seen);
  carrier.onWord(heard);
  return {
    get relays() {
      return relays;
    },
    onChange(listener) {
      changes.add(listener);
      return () => void changes.delete(listener);
    },
    presences: () =>
      [...hosts.values()].flatMap((line) => (line.silent || line.presence.ended ? [] : [line.presence])),
    onStale(listener) {
      staleListeners.add(listener);
      return () => void staleListeners.delete(listener);
    },
    async start() {},
    async stop() {
      stopped = true;
      stopLooking();
    },
  };
}
