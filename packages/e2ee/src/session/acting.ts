import { leaf as leafOf } from '@stoa/protocol';
import { sealTitle, signCard } from '../admission/card.ts';
import { certify, encodeChain, maxChain } from '../admission/certificate.ts';
import { due } from '../admission/due.ts';
import { type Draft, drafted } from '../admission/duties.ts';
import { logStart, signEntry } from '../admission/entry.ts';
import { letterKinds, maxKnowers, sealHandover } from '../admission/handover.ts';
import { type HeadFields, moderator, removedHash, seatOf, signHead } from '../admission/head.ts';
import { sealMemberKeys } from '../admission/member-keys.ts';
import { rosterKeyBytes, sealProfile } from '../admission/profile.ts';
import { wrapEpoch } from '../keys/epoch-wrap.ts';
import { type Bytes, concat, own, u8 } from '../keys/layout.ts';
import { forwardsAt, pathKeys } from '../keys/tree.ts';
import { type Device, timeIn } from './device.ts';
import { admissionPair, wireHead } from './opening.ts';
import { deny, readAtDoor, ready } from './stewarding.ts';
import type { Candidate, Waiting } from './stewardship.ts';

/** What was sent and not taken after so long is done again. */
const againMs = 1_500;
/** Admissions on their way at once. */
const sentAtOnce = 64;
const maxTries = 3;
/** New keys that go with the head; those of a bigger room follow one by one, so many at each tick. */
const rewrapsWithHead = 200;
const lettersAtOnce = 40;
/** How long a moderator that is to act waits for the tree before it makes another. */
const stuckMs = 5_000;

/** One turn of a steward: the acting one signs heads and lets people in, the others answer knocks. */
export async function act(device: Device, now: number): Promise<void> {
  const { steward } = device;
  sendLetters(device);
  if (isStuck(device, now)) steward.startAsked = true;
  if (steward.startAsked) await startAnew(device, now);
  if (!ready(device)) return;
  await prepareAdmission(device);
  takeBackUnanswered(device, now);
  if (steward.acting) {
    await handOver(device);
    const draft = draftOf(device);
    const wanted = steward.sentHead ? 'nothing' : due(momentOf(device, draft, now));
    const turnsKeys = wanted === 'epoch' || wanted === 'generation';
    // Whoever is let in now gets the running epoch's secret and a leaf that the next cover does not know.
    if (turnsKeys && steward.sent.length > 0) return;
    if (wanted === 'generation') await sendGeneration(device, draft, now, false);
    else if (wanted !== 'nothing') await sendHead(device, draft, now, wanted === 'epoch');
    if (steward.sentHead?.turnsKeys || steward.sentHead?.takesOver) return;
  }
  await answerDoor(device, now);
}

/** A moderator that control wants to act and that nobody gave the tree: the one before it is gone. */
function isStuck({ steward, followed, me }: Device, now: number): boolean {
  const { head } = followed;
  const lacksTree = steward.master?.generation !== head.generation || !steward.chain;
  return (
    steward.acting &&
    lacksTree &&
    moderator(head.stage, me) !== undefined &&
    now - steward.actingSince >= stuckMs
  );
}

const draftOf = (device: Device): Draft => {
  const { steward, followed, me } = device;
  const keyOf = (leaf: number) => steward.log.entries[leaf]?.key;
  return drafted(steward.duties, followed.head, steward.log.removed, me, keyOf);
};

const momentOf = (device: Device, draft: Draft, now: number): Parameters<typeof due>[0] => {
  const { steward, followed, me } = device;
  return {
    ...{ draft, me },
    roomTime: timeIn(device, now),
    head: followed.head,
    size: steward.log.size,
    leaverSince: steward.leaverSince,
    knowers: steward.knowers,
    removed: steward.log.removed,
    sendersUsed: followed.senders.size,
    epochWanted: steward.epochWanted,
  };
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

async function sendHead(device: Device, draft: Draft, now: number, newEpoch: boolean): Promise<void> {
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
  // Like everybody else this device takes the secret from the wraps, once the head is accepted.
  secret.fill(0);
  steward.sentHead = {
    head,
    at: now,
    turnsKeys: newEpoch,
    takesOver: followed.head.stewardLeaf !== me,
  };
  device.out.push({
    type: 'send',
    message: { t: 'head', head: wireHead(head), removed: draft.gone.map(leafOf), wraps, rewraps: [] },
  });
}

/** A new tree: everybody present gets new keys, one by one. */
async function sendGeneration(device: Device, draft: Draft, now: number, named: boolean): Promise<void> {
  const { steward, room, roomKey, signer, random, me, policy, title, link, followed } = device;
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
  const members = steward.log.entries.filter(({ leaf }) => leaf !== me && !gone.has(leaf));
  const rewraps = await Promise.all(
    members.map(async (member) => {
      const path = pathKeys(master, member.leaf, forwardsAt(epoch));
      const keys = {
        leaf: member.leaf,
        generation,
        epoch,
        step: 0,
        time,
        stewardLeaf: me,
        secret,
        path,
        rosterKeys,
      };
      return { leaf: leafOf(member.leaf), bytes: await sealMemberKeys(keys, room, member, signer) };
    }),
  );
  const pair = await admissionPair(master, generation);
  steward.admissionPairs.set(generation, pair);
  const card = await signCard(
    {
      ...{ roomKey, policy, generation },
      admissionKey: pair.publicKey,
      titleBytes: sealTitle(title, roomKey, generation, link.secret),
      chain: steward.chain ?? [],
    },
    room,
    signer,
  );
  steward.candidates = [candidate, ...steward.candidates].slice(0, 4);
  steward.sentHead = {
    head,
    at: now,
    turnsKeys: true,
    takesOver: named || followed.head.stewardLeaf !== me,
  };
  device.out.push({
    type: 'send',
    message: {
      ...{ t: 'head', head: wireHead(head), wraps: [], card },
      removed: draft.gone.map(leafOf),
      rewraps: rewraps.slice(0, rewrapsWithHead),
    },
  });
  steward.letters = rewraps
    .slice(rewrapsWithHead)
    .map(({ leaf, bytes }) => ({ leaf, bytes: concat(u8(letterKinds.rewrap), bytes) }));
}

/** No moderator is left and control named this device: it makes itself one and begins anew. */
async function startAnew(device: Device, now: number): Promise<void> {
  const { steward, followed, me } = device;
  const { head } = followed;
  const { log } = steward;
  if (steward.sentHead || log.agrees(head) !== 'yes' || !log.knowsRemoved(head)) return;
  const seat = seatOf(head.stage, me);
  if (!seat) return;
  // A moderator that never got the tree leaves the others where they are; a named speaker was told that none is left.
  const named = seat.role !== 'moderator';
  const gone = named
    ? head.stage.filter(({ leaf, role }) => role === 'moderator' && leaf !== me).map(({ leaf }) => leaf)
    : [];
  const draft = draftOf(device);
  const stage = draft.stage
    .filter(({ leaf }) => !gone.includes(leaf))
    .map((seat) => (seat.leaf === me ? { ...seat, role: 'moderator' as const } : seat));
  await sendGeneration(device, { ...draft, stage, gone: [...new Set([...draft.gone, ...gone])] }, now, true);
}

async function prepareAdmission(device: Device): Promise<void> {
  const { steward } = device;
  if (!steward.master || steward.admissionPairs.has(steward.master.generation)) return;
  const { key, generation } = steward.master;
  steward.admissionPairs.set(generation, await admissionPair(key, generation));
}

/** New moderators get the tree, speakers the certificate with which one of them could begin anew. */
async function handOver(device: Device): Promise<void> {
  const { steward, followed, room, signer, me } = device;
  const { chain, master, log } = steward;
  if (!chain || !master || chain.length >= maxChain) return;
  const { generation } = master;
  for (const { leaf, role } of followed.head.stage) {
    const entry = log.entries[leaf];
    const told = role === 'moderator' ? steward.handedTo : steward.heirs;
    if (leaf === me || !entry || told.has(leaf)) continue;
    told.add(leaf);
    const kind = role === 'moderator' ? 'moderator' : 'heir';
    const theirs = [...chain, await certify(signer, room, { kind, generation, leaf, key: entry.key })];
    let bytes = concat(u8(letterKinds.heir), encodeChain(theirs));
    if (role === 'moderator') {
      steward.knowers.add(leaf);
      const handover = {
        ...{ master: master.key, chain: theirs },
        knowers: [...steward.knowers].slice(-maxKnowers),
        invites: [...steward.duties.invites.values()],
      };
      bytes = await sealHandover(handover, { generation, stewardLeaf: me }, room, entry, signer);
    }
    device.out.push({ type: 'send', message: { t: 'toLeaf', leaf: leafOf(leaf), bytes } });
  }
}

function takeBackUnanswered(device: Device, now: number): void {
  const { steward } = device;
  if (steward.sentHead && now - steward.sentHead.at >= againMs) steward.sentHead = undefined;
  if (!steward.sent.some(({ at }) => now - at >= againMs)) return;
  for (const { request } of steward.sent) {
    const waiting = steward.waiting.get(request);
    if (waiting && ++waiting.tries >= maxTries) steward.waiting.delete(request);
  }
  steward.sent = [];
}

async function answerDoor(device: Device, now: number): Promise<void> {
  const { steward, policy } = device;
  if (now < steward.admitAfter) return;
  for (const [request, waiting] of steward.waiting) {
    if (steward.sent.length >= sentAtOnce) return;
    // Of an open door only the acting steward disposes; at a closed one any moderator may answer.
    if (!steward.acting && policy !== 'knock') continue;
    if (steward.sent.some((each) => each.request === request)) continue;
    const read = await readAtDoor(device, waiting);
    if (!read || steward.log.has(waiting.key)) {
      if (steward.acting) deny(device, request);
    } else if (policy === 'knock' && waiting.state !== 'let in') {
      if (waiting.state === 'new') device.out.push({ type: 'knock', request, name: read.name });
      waiting.state = 'knocking';
    } else await admit(device, request, read, now);
  }
}

async function admit(
  device: Device,
  request: number,
  read: NonNullable<Waiting['read']>,
  now: number,
): Promise<void> {
  const { steward, room, roomKey, signer, me, followed, frames, rosterKeys } = device;
  const { key, sealKey } = read.request;
  const chain = frames.newest();
  const [rosterKey] = rosterKeys;
  if (!chain || !rosterKey || !steward.master) return;
  const leaf = steward.log.size + steward.sent.length;
  const { generation } = followed.head;
  const entry = await signEntry(
    {
      ...{ generation, leaf, key, sealKey, role: 'listener' },
      sealedProfile: sealProfile(rosterKey, leaf, key, { name: read.name }),
      prevHash:
        steward.sent.at(-1)?.entry.hash ?? steward.log.entries.at(-1)?.hash ?? logStart(room, roomKey),
      stewardLeaf: me,
    },
    room,
    signer,
  );
  const keys = {
    ...{ leaf, generation, rosterKeys, stewardLeaf: me },
    epoch: chain.epoch,
    step: chain.step,
    time: Math.max(0, Math.floor(timeIn(device, now))),
    secret: chain.secret,
    path: pathKeys(steward.master.key, leaf, forwardsAt(chain.epoch)),
  };
  let wrap: Bytes;
  try {
    wrap = await sealMemberKeys(keys, room, { key, sealKey }, signer);
  } catch {
    // Not a usable X25519 key.
    deny(device, request);
    return;
  }
  steward.sent.push({ request, entry, at: now });
  const message = { t: 'admit', request, leaf: leafOf(leaf), entry: entry.bytes, wrap } as const;
  device.out.push({ type: 'send', message });
}

function sendLetters(device: Device): void {
  const { steward } = device;
  // They belong to a head: nobody can use them before it is accepted.
  if (steward.sentHead) return;
  for (const { leaf, bytes } of steward.letters.splice(0, lettersAtOnce)) {
    device.out.push({ type: 'send', message: { t: 'toLeaf', leaf: leafOf(leaf), bytes } });
  }
}
