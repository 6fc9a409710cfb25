import { type Bytes, same } from '../keys/layout.ts';
import type { Verifier } from '../keys/signature.ts';
import { chainHolds, startedAnew } from './certificate.ts';
import { type Head, maxAheadMs, moderator, type Seat, seatOf } from './head.ts';

/**
 * How a member follows the chain of heads. State in, verdict out; only the signature check waits for WebCrypto.
 */
export type Followed = {
  readonly head: Head;
  /** Hashes of heads seen lately, by sequence number: a second history shows against them. */
  readonly seen: ReadonlyMap<number, Bytes>;
  /** Who had which sender index in this epoch: sender -> leaf. */
  readonly senders: ReadonlyMap<number, number>;
};

export type Verdict =
  | {
      readonly is: 'accepted';
      readonly followed: Followed;
      readonly newGeneration: boolean;
      readonly named: boolean;
    }
  /** Known already, or older than what is known. */
  | { readonly is: 'old' }
  | { readonly is: 'forged' }
  | { readonly is: 'forked' };

const seenKept = 64;

export const startFollowing = (head: Head): Followed => ({
  head,
  seen: new Map([[head.seq, head.hash]]),
  senders: sendersOf(head),
});

/** The first head a newcomer sees: only the room key vouches for it. */
export async function vouched(head: Head, roomKey: Bytes, room: Bytes, verifier: Verifier): Promise<boolean> {
  const signer = moderator(head.stage, head.stewardLeaf);
  return (
    signer !== undefined &&
    (await chainHolds(verifier, room, roomKey, head.chain, signer)) &&
    (await verifier.verify(signer.key, head.signature, head.signed))
  );
}

export async function follow(
  followed: Followed,
  head: Head,
  room: Bytes,
  roomKey: Bytes,
  verifier: Verifier,
): Promise<Verdict> {
  const { head: last, seen } = followed;
  if (head.seq <= last.seq) {
    const known = seen.get(head.seq);
    if (!known || same(known, head.hash)) return { is: 'old' };
    // Signed by somebody who had the right to: then the room has two histories. Otherwise only noise.
    return (await vouched(head, roomKey, room, verifier)) ? { is: 'forked' } : { is: 'forged' };
  }
  const next = head.seq === last.seq + 1;
  const authority = next ? inherited(last, head) : anchored(last, head);
  if (!authority) return { is: 'forged' };
  if (!next && !authority.known && !(await chainHolds(verifier, room, roomKey, head.chain, authority.signer)))
    return { is: 'forged' };
  if (!(await verifier.verify(authority.signer.key, head.signature, head.signed))) return { is: 'forged' };
  if (next && !same(head.prevHash, last.hash)) return { is: 'forked' };
  if (!moves(last, head, next)) return { is: 'forged' };
  const senders = head.epoch === last.epoch ? new Map(followed.senders) : new Map<number, number>();
  for (const [sender, leaf] of sendersOf(head)) {
    // A sender index that changes hands inside an epoch would let old frames speak for somebody new.
    if ((senders.get(sender) ?? leaf) !== leaf) return { is: 'forged' };
    senders.set(sender, leaf);
  }
  return {
    is: 'accepted',
    followed: { head, seen: remembered(seen, head), senders },
    newGeneration: head.generation > last.generation,
    named: authority.named,
  };
}

type Authority = {
  readonly signer: Seat;
  readonly named: boolean;
  /** Was it a moderator in the last head that is known here? */
  readonly known: boolean;
};

/** The next head: its signer was a moderator in the one before, or a speaker that starts the keys anew. */
function inherited(last: Head, head: Head): Authority | undefined {
  const before = seatOf(last.stage, head.stewardLeaf);
  const now = moderator(head.stage, head.stewardLeaf);
  if (!before || !now || !same(before.key, now.key)) return undefined;
  const named = before.role !== 'moderator';
  return named && head.generation === last.generation ? undefined : { signer: now, named, known: !named };
}

/** After a gap: the chain of certificates has to pass a moderator of the last head that was seen. */
function anchored(last: Head, head: Head): Authority | undefined {
  const signer = moderator(head.stage, head.stewardLeaf);
  if (!signer) return undefined;
  const before = moderator(last.stage, signer.leaf);
  if (before && same(before.key, signer.key)) return { signer, named: false, known: true };
  const at = head.chain.findLastIndex(({ leaf, key }) => {
    const known = moderator(last.stage, leaf);
    return known !== undefined && same(known.key, key);
  });
  const after = head.chain.slice(at + 1);
  // Certificates from before the generation that is known here may be those of a steward put out since.
  if (after.some(({ generation }) => generation < last.generation)) return undefined;
  if (at >= 0) return { signer, named: startedAnew(after), known: false };
  // Nobody left of those: only a speaker of that time whom control named can have gone on.
  const heir = head.chain.find(({ kind, leaf, key }) => {
    const known = seatOf(last.stage, leaf);
    return kind === 'heir' && known !== undefined && same(known.key, key);
  });
  return heir && head.generation > last.generation ? { signer, named: true, known: false } : undefined;
}

/** What may change from one head to a later one. */
function moves(last: Head, head: Head, next: boolean): boolean {
  const generations = head.generation - last.generation;
  const epochs = head.epoch - last.epoch;
  if (generations < 0 || epochs < 0 || (generations > 0 && epochs === 0)) return false;
  if (next && (generations > 1 || epochs > 1)) return false;
  if (head.size < last.size || head.time < last.time) return false;
  if (head.time - last.time > maxAheadMs) return false;
  if (head.size - head.present < last.size - last.present) return false;
  if (head.size === last.size && !same(head.rosterRoot, last.rosterRoot)) return false;
  if (epochs > 0) {
    return !next || (head.epochTime === head.time && same(head.epochRoot, head.rosterRoot));
  }
  return (
    head.epochTime === last.epochTime &&
    same(head.epochSalt, last.epochSalt) &&
    same(head.epochRoot, last.epochRoot)
  );
}

const sendersOf = (head: Head): Map<number, number> =>
  new Map(head.stage.map(({ sender, leaf }) => [sender, leaf]));

function remembered(seen: ReadonlyMap<number, Bytes>, head: Head): Map<number, Bytes> {
  const out = new Map(seen);
  out.set(head.seq, head.hash);
  for (const seq of out.keys()) {
    if (out.size <= seenKept) break;
    out.delete(seq);
  }
  return out;
}
