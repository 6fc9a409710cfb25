import { leaf as leafOf, type WireEpochWrap } from '@stoa/protocol';
import { certify, encodeChain, extensible, maxChain } from '../admission/certificate.ts';
import { encodeWrap, letterKinds, maxKnowers, sealHandover } from '../admission/handover.ts';
import { concat, u8 } from '../keys/layout.ts';
import { treeDepth } from '../keys/tree.ts';
import type { Device } from './device.ts';

/** What goes to one leaf alone. */

/** So many at each tick. */
const lettersAtOnce = 40;
/** Longer than a dead socket goes unnoticed and a seat is kept. */
const postedMs = 30_000;

/** New moderators get the tree, speakers the certificate with which one of them could begin anew. */
export async function handOver(device: Device): Promise<void> {
  const { steward, followed, room, signer, me } = device;
  const { master, log } = steward;
  const chain = steward.chain && extensible(steward.chain);
  if (!chain || !master || chain.length >= maxChain) return;
  // A device that itself has no certificate can hand on the tree, and nothing else.
  const certified = chain.length > 0;
  const { generation } = master;
  for (const { leaf, role } of followed.head.stage) {
    const entry = log.entries[leaf];
    const told = role === 'moderator' ? steward.handedTo : steward.heirs;
    if (leaf === me || !entry || told.has(leaf) || (role === 'speaker' && !certified)) continue;
    told.add(leaf);
    const kind = role === 'moderator' ? 'moderator' : 'heir';
    const theirs = certified
      ? [...chain, await certify(signer, room, { kind, generation, leaf, key: entry.key })]
      : [];
    let bytes = concat(u8(letterKinds.heir), encodeChain(theirs));
    if (role === 'moderator') {
      steward.knowers.add(leaf);
      const handover = {
        ...{ master: master.key, chain: theirs },
        knowers: [...steward.knowers].slice(-maxKnowers),
        invites: [...steward.duties.invites.values()].map(({ bytes }) => bytes),
      };
      bytes = await sealHandover(handover, { generation, stewardLeaf: me }, room, entry, signer);
    }
    device.out.push({ type: 'send', message: { t: 'toLeaf', leaf: leafOf(leaf), bytes } });
  }
}

/** Of a very scattered room: the biggest subtrees go with the head, the rest member by member. */
export function postWraps(
  { steward }: Device,
  wraps: readonly WireEpochWrap[],
  gone: ReadonlySet<number>,
): void {
  steward.letters = steward.letters.filter(({ kind }) => kind !== 'wrap');
  steward.posted = steward.posted.filter(({ letter }) => letter.kind !== 'wrap');
  for (const wrap of wraps) {
    const bytes = encodeWrap(wrap);
    const width = 2 ** (treeDepth - wrap.depth);
    for (let leaf = wrap.index * width; leaf < (wrap.index + 1) * width; leaf++) {
      if (!gone.has(leaf)) steward.letters.push({ leaf, kind: 'wrap', write: async () => bytes });
    }
  }
}

/** The next few, so that a socket's budget holds and nothing else has to wait. */
export async function sendLetters(device: Device, now: number): Promise<void> {
  const { steward, out } = device;
  steward.posted = steward.posted.filter(({ at }) => now - at < postedMs);
  // They belong to a head: nobody can use them before it is accepted.
  if (steward.sentHead) return;
  for (const letter of steward.letters.splice(0, lettersAtOnce)) {
    const { leaf, write } = letter;
    if (steward.log.removed.has(leaf)) continue;
    steward.posted.push({ letter, at: now });
    out.push({ type: 'send', message: { t: 'toLeaf', leaf: leafOf(leaf), bytes: await write() } });
  }
}

/** Whatever went out lately once more; receivers pass over what they know. */
export function sendAgain({ steward }: Device): void {
  steward.handedTo.clear();
  steward.heirs.clear();
  steward.letters = [...steward.posted.map(({ letter }) => letter), ...steward.letters];
  steward.posted = [];
}
