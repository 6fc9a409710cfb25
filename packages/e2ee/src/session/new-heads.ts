import { leaf as leafOf } from '@stoa/protocol';
import { sealTitle, signCard } from '../admission/card.ts';
import { type Draft, drafted } from '../admission/duties.ts';
import type { SignedEntry } from '../admission/entry.ts';
import { letterKinds } from '../admission/handover.ts';
import { type Head, type HeadFields, removedHash, type Seat, seatOf, signHead } from '../admission/head.ts';
import { sealMemberKeys } from '../admission/member-keys.ts';
import { rosterKeyBytes } from '../admission/profile.ts';
import { wrapEpoch } from '../keys/epoch-wrap.ts';
import { type Bytes, concat, own, u8 } from '../keys/layout.ts';
import { forwardsAt, pathKeys } from '../keys/tree.ts';
import { type Device, timeIn } from './device.ts';
import { postWraps } from './letters.ts';
import { admissionPair, wireHead } from './opening.ts';
import type { Candidate } from './stewardship.ts';

/** What the acting steward signs. */

/**
 * A head without an answer is made anew every 1.5 s, also while the socket is dead and nobody knows it: whichever of them was
 * accepted in the seconds before a seat is given up, its keys are still here.
 */
const candidatesKept = 16;

export const draftOf = (device: Device): Draft => {
  const { steward, followed, me } = device;
  const keyOf = (leaf: number) => steward.log.entries[leaf]?.key;
  return drafted(steward.duties, followed.head, steward.log.removed, me, keyOf);
};

/** A head like the last one with the draft's stage; the epoch goes on. */
function nextFields(device: Device, draft: Draft, now: number): HeadFields {
  const { steward, followed, me } = device;
  const { log } = steward;
  const { head } = followed;
  const { stage, frozen, lastSender, removedNow } = draft;
  const removed = new Set([...log.removed, ...draft.gone]);
  return {
    ...{ stage, frozen, lastSender, removedNow },
    generation: head.generation,
    epoch: head.epoch,
    seq: head.seq + 1,
    time: Math.max(head.time, Math.floor(timeIn(device, now))),
    epochTime: head.epochTime,
    epochSalt: head.epochSalt,
    epochRoot: head.epochRoot,
    size: log.size,
    present: log.size - removed.size,
    removedHash: removedHash(removed),
    rosterRoot: log.root(),
    prevHash: head.hash,
    stewardLeaf: me,
    chain: steward.chain ?? [],
  };
}

const withNewEpoch = (device: Device, fields: HeadFields): HeadFields => ({
  ...fields,
  epoch: fields.epoch + 1,
  epochTime: fields.time,
  epochSalt: own(device.random(16)),
  epochRoot: fields.rosterRoot,
});

export async function sendHead(device: Device, draft: Draft, now: number, newEpoch: boolean): Promise<void> {
  const { steward, room, signer, followed, me } = device;
  const same = nextFields(device, draft, now);
  const fields = newEpoch ? withNewEpoch(device, same) : same;
  const head = await signHead(fields, room, signer);
  const removed = [...steward.log.removed, ...draft.gone];
  const secret = own(device.random(32));
  const { generation, epoch, epochSalt: salt } = head;
  const wraps =
    newEpoch && steward.master
      ? wrapEpoch(steward.master.key, { generation, epoch, salt }, secret, head.size, removed)
      : [];
  const rewraps = newEpoch ? await lateRewraps(device, head, secret, new Set(removed)) : [];
  // Like everybody else this device takes the secret from the wraps, once the head is accepted.
  secret.fill(0);
  if (newEpoch) postWraps(device, wraps.splice(device.headRoom.wraps), new Set(removed));
  steward.sentHead = {
    head,
    at: now,
    turnsKeys: newEpoch,
    takesOver: followed.head.stewardLeaf !== me,
  };
  device.out.push({
    type: 'send',
    message: {
      ...{ t: 'head', head: wireHead(head), removed: draft.gone.map(leafOf), wraps, rewraps },
      mail: device.mail,
    },
  });
}

/** Whoever another steward let in by the keys of before, while this generation began, has none of its tree. */
function lateRewraps(device: Device, head: Head, secret: Bytes, gone: ReadonlySet<number>) {
  const { steward, room, signer, me, rosterKeys } = device;
  const { generation, epoch, time } = head;
  const { master } = steward;
  if (!master) return [];
  const late = steward.log.entries
    .slice(steward.generationFrom)
    .filter((entry) => entry.generation < generation && !gone.has(entry.leaf));
  return Promise.all(
    late.map(async (member) => {
      const path = pathKeys(master.key, member.leaf, forwardsAt(epoch));
      const names = { leaf: member.leaf, generation, epoch, step: 0, time, stewardLeaf: me };
      const keys = { ...names, secret: own(secret), path, rosterKeys };
      return { leaf: leafOf(member.leaf), bytes: await sealMemberKeys(keys, room, member, signer) };
    }),
  );
}

/** A new tree: everybody present gets new keys, one by one. */
export async function sendGeneration(
  device: Device,
  draft: Draft,
  now: number,
  named: boolean,
): Promise<void> {
  const { steward, room, roomKey, signer, random, me, policy, title, link, followed } = device;
  const { fence, deployment } = device;
  const base = withNewEpoch(device, nextFields(device, draft, now));
  const head = await signHead({ ...base, generation: base.generation + 1 }, room, signer);
  const { generation, epoch, time } = head;
  const candidate: Candidate = {
    ...{ headHash: head.hash, generation },
    master: own(random(32)),
    rosterKey: own(random(rosterKeyBytes)),
    secret: own(random(32)),
  };
  const { master, secret } = candidate;
  const rosterKeys = [candidate.rosterKey, ...device.rosterKeys];
  const gone = new Set([...steward.log.removed, ...draft.gone]);
  const onStage = (leaf: number) => (seatOf(head.stage, leaf) ? 0 : 1);
  const members = steward.log.entries
    .filter(({ leaf }) => leaf !== me && !gone.has(leaf))
    .sort((a, b) => onStage(a.leaf) - onStage(b.leaf) || a.leaf - b.leaf);
  const rewrap = (member: SignedEntry): Promise<Bytes> => {
    const path = pathKeys(master, member.leaf, forwardsAt(epoch));
    const names = { leaf: member.leaf, generation, epoch, step: 0, time, stewardLeaf: me };
    return sealMemberKeys({ ...names, secret: own(secret), path, rosterKeys }, room, member, signer);
  };
  const rewraps = await Promise.all(
    members.slice(0, device.headRoom.rewraps).map(async (member) => ({
      leaf: leafOf(member.leaf),
      bytes: await rewrap(member),
    })),
  );
  const pair = await admissionPair(master, generation);
  const card = await signCard(
    {
      ...{ roomKey, policy, generation, fence, deployment },
      admissionKey: pair.publicKey,
      titleBytes: sealTitle(title, roomKey, generation, link.secret),
      chain: steward.chain ?? [],
    },
    room,
    signer,
  );
  steward.candidates = [candidate, ...steward.candidates].slice(0, candidatesKept);
  steward.sentHead = {
    head,
    at: now,
    turnsKeys: true,
    takesOver: named || followed.head.stewardLeaf !== me,
  };
  device.out.push({
    type: 'send',
    message: {
      ...{ t: 'head', head: wireHead(head), wraps: [], card, mail: device.mail },
      removed: draft.gone.map(leafOf),
      rewraps,
    },
  });
  steward.letters = members.slice(device.headRoom.rewraps).map((member) => ({
    leaf: member.leaf,
    kind: 'rewrap',
    write: async () => concat(u8(letterKinds.rewrap), await rewrap(member)),
  }));
}

/** No moderator is left and control named this device: it makes itself one and begins anew. */
export async function startAnew(device: Device, now: number): Promise<void> {
  const { steward, followed, me } = device;
  const { head } = followed;
  const { log } = steward;
  if (steward.sentHead || log.agrees(head) !== 'yes' || !log.knowsRemoved(head)) return;
  const seat = seatOf(head.stage, me);
  if (!seat) return;
  const draft = draftOf(device);
  // A moderator that never got the tree leaves the others where they are; a named speaker was told that none is left.
  const named = seat.role !== 'moderator';
  // Without a certificate nobody can vouch for this device to newcomers: control names another speaker, if there is one.
  if (!steward.chain && named && head.stage.some(({ leaf, role }) => leaf !== me && role === 'speaker'))
    return;
  steward.chain ??= [];
  const others = named ? head.stage.filter(({ leaf, role }) => role === 'moderator' && leaf !== me) : [];
  // Whoever only stepped down, or was sent down, is still in the room and has to get the new keys.
  const steppedDown = ({ leaf }: Seat) => {
    const change = steward.duties.changes.get(`seat ${leaf}`);
    return change?.about === 'seat' && (change.to === 'audience' || change.to === 'demoted');
  };
  const gone = others.filter((other) => !steppedDown(other)).map(({ leaf }) => leaf);
  const stage = draft.stage
    .filter(({ leaf }) => !others.some((other) => other.leaf === leaf))
    .map((mine) => (mine.leaf === me ? { ...mine, role: 'moderator' as const } : mine));
  await sendGeneration(device, { ...draft, stage, gone: [...new Set([...draft.gone, ...gone])] }, now, true);
}
