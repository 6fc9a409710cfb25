import { cardRequestSchema, cardResponseSchema, type Policy } from '@stoa/protocol';
import type { Fence } from '@stoa/protocol/fleet';
import { postJson } from '../adapters/http/deployment-calls.ts';
import { readLink } from '../room/link.ts';
import { placesOf } from './browser-places.ts';

const patienceMs = 5_000;

/** What a room's card says, checked against the link. */
export type RoomPreview = {
  readonly title: string;
  readonly policy: Policy;
  readonly strict: boolean;
  readonly fence: Fence;
};

/** Countries (ISO 3166-1) and operators of a deployment's machines, by its signed directory. */
export type KnownPlaces = {
  /** Where relays stand. */
  readonly countries: readonly string[];
  /** Where the page and signaling come from: a fence without it shuts everybody out. */
  readonly app: string | undefined;
  readonly operators: readonly string[];
};

/** Undefined where nobody said where machines stand, or nothing can be believed. `server` is an origin. */
export async function knownPlaces(server: string): Promise<KnownPlaces | undefined> {
  const believed = await placesOf(server).believed(undefined);
  if (believed.is === 'none' || believed.directory.hosts.length === 0) return undefined;
  const { hosts } = believed.directory;
  const distinct = (all: readonly string[]) => [...new Set(all)].sort();
  return {
    countries: distinct(hosts.filter(({ kind }) => kind === 'relay').map((host) => host.jurisdiction)),
    app: hosts.find(({ kind }) => kind === 'app')?.jurisdiction,
    operators: distinct(hosts.map(({ operator }) => operator)),
  };
}

/**
 * A look at a room before joining it, without a name, a token or a cookie. Undefined when there is nothing to show:
 * no such room, not for guests, or a card that does not fit the link.
 */
export async function lookAtRoom(link: string, server: string): Promise<RoomPreview | undefined> {
  const invite = readLink(link);
  if (!invite) return undefined;
  try {
    const body = cardRequestSchema.encode({ room: invite.room });
    const response = await postJson(`${server}/api/card`, body, patienceMs);
    if (!response.ok) return undefined;
    const { card } = cardResponseSchema.parse(await response.json());
    const { readCardFacts } = await import('@stoa/e2ee/card');
    const facts = await readCardFacts(card, invite.room, invite.fragment);
    if (!facts) return undefined;
    const { title, policy, strict, fence } = facts;
    return { title, policy, strict, fence };
  } catch {
    return undefined;
  }
}
