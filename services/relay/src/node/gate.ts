import { obeys } from '@stoa/core/fleet';
import type { EraId, PeerId, RelayCommand, RelayEvent } from '@stoa/protocol';

/** An era that no word of its owner reached for so long ends: nobody could mute or remove anyone in it. */
export const livesOnMs = 90_000;
/** An era without transports is remembered so long, so that an owner who was replaced cannot begin it again. */
const rememberedMs = 600_000;

type EraHere = { term: number; owner: string; since: number; peers: number };
type PeerHere = { readonly era: EraId; readonly relay: number };

/**
 * Whose words a host of relays obeys: for each era the highest term that was heard, and of one term only who spoke first
 * under it. What an owner who was replaced says changes nothing.
 */
export class Gate {
  readonly #eras = new Map<EraId, EraHere>();
  readonly #peers = new Map<PeerId, PeerHere>();
  readonly #heardAt = new Map<string, number>();

  /** Transports of all eras. */
  get peers(): number {
    return this.#peers.size;
  }

  /** Is it to be carried out? `unknown`: it is about a transport that is not here. */
  hear(
    from: string,
    term: number,
    relay: number,
    command: RelayCommand,
    now: number,
  ): 'obey' | 'stale' | 'unknown' {
    this.#heardAt.set(from, now);
    const era = 'era' in command ? command.era : 'peer' in command && this.#peers.get(command.peer)?.era;
    if (era === undefined || era === false) return 'unknown';
    const here = this.#eras.get(era);
    const same = here !== undefined && here.term === term;
    if (!obeys(here, term) || (same && here.owner !== from)) return 'stale';
    if (!same) this.#eras.set(era, { term, owner: from, since: now, peers: here?.peers ?? 0 });
    if (command.type === 'join') {
      this.#forget(command.peer);
      this.#peers.set(command.peer, { era, relay });
      this.#eras.get(era)!.peers++;
    }
    return 'obey';
  }

  /** The control lives, whatever else it said. */
  alive(from: string, now: number): void {
    this.#heardAt.set(from, now);
  }

  /** Who is to be told of it; undefined: nobody. */
  addressee(event: RelayEvent): string | undefined {
    if (event.type === 'census') return this.#eras.get(event.era)?.owner;
    if (!('peer' in event)) return undefined;
    const era = this.#peers.get(event.peer)?.era;
    if (event.type === 'gone' || event.type === 'refused') this.#forget(event.peer);
    return era === undefined ? undefined : this.#eras.get(era)?.owner;
  }

  /** A relay process ended: its transports, by who is to be told. */
  lost(peers: readonly PeerId[]): ReadonlyMap<string, PeerId[]> {
    const told = new Map<string, PeerId[]>();
    for (const peer of peers) {
      const owner = this.addressee({ type: 'gone', peer, why: 'failed' });
      if (owner === undefined) continue;
      const list = told.get(owner);
      if (list) list.push(peer);
      else told.set(owner, [peer]);
    }
    return told;
  }

  term(era: EraId): number {
    return this.#eras.get(era)?.term ?? 0;
  }

  /** Eras that nobody has spoken for any more; forgets what is long past. */
  abandoned(now: number): readonly EraId[] {
    const abandoned: EraId[] = [];
    for (const [era, here] of this.#eras) {
      const silent = now - Math.max(here.since, this.#heardAt.get(here.owner) ?? 0);
      if (here.peers > 0 && silent >= livesOnMs) abandoned.push(era);
      if (here.peers === 0 && silent >= rememberedMs) this.#eras.delete(era);
    }
    for (const [from, at] of this.#heardAt) if (now - at >= rememberedMs) this.#heardAt.delete(from);
    return abandoned;
  }

  #forget(peer: PeerId): void {
    const here = this.#peers.get(peer);
    if (!here || !this.#peers.delete(peer)) return;
    const era = this.#eras.get(here.era);
    if (era) era.peers--;
  }
}
