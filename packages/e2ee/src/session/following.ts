import { limits, type ServerMessageOf } from '@stoa/protocol';
import { type Chain, chainHolds, decodeChain } from '../admission/certificate.ts';
import { inherit } from '../admission/duties.ts';
import { readEntry, type SignedEntry } from '../admission/entry.ts';
import { follow } from '../admission/follow.ts';
import { letterKinds, openHandover, readSealedHandover, readWrap } from '../admission/handover.ts';
import { type Head, moderator, readHead, seatOf } from '../admission/head.ts';
import { openMemberKeys, readSealedKeys } from '../admission/member-keys.ts';
import { readOrder } from '../admission/order.ts';
import { frameContext } from '../frame/index.ts';
import { own, same } from '../keys/layout.ts';
import { broughtTo, openEpoch } from '../keys/member-secrets.ts';
import { sampled } from '../keys/room-clock.ts';
import { forwardsAt, pathKeys } from '../keys/tree.ts';
import { alarm, type Device, timeIn } from './device.ts';
import { afterHead, fillLog, lacksLog } from './stewarding.ts';

/** A head whose time is further back than this shows that it was held back, not that a steward lives. */
const freshMs = 30_000;
const strandedMs = 60_000;

export async function receiveHead(
  device: Device,
  message: ServerMessageOf<'head'>,
  now: number,
): Promise<void> {
  const { room, roomKey, verifier, frames, people } = device;
  const head = readHead(message.head.bytes, room);
  if (!head || head.seq !== message.head.seq) {
    alarm(device, 'forgedKeys');
    return;
  }
  const verdict = await follow(device.followed, head, room, roomKey, verifier);
  if (verdict.is === 'forged') alarm(device, 'forgedKeys');
  if (verdict.is === 'forked') alarm(device, 'forkedRoster');
  if (verdict.is === 'old' && same(head.hash, device.followed.head.hash)) {
    await noteStageEntries(device, message.stageEntries);
    // The same head once more may bring keys that were missing.
    if (frames.newest()?.epoch !== head.epoch) await takeKeys(device, head, message, now);
  }
  if (verdict.is !== 'accepted') return;
  const last = device.followed.head;
  device.followed = verdict.followed;
  // Room time is what others say: a device that hears its own voice come back would slow it down.
  if (head.stewardLeaf !== device.me) device.clock = sampled(device.clock, head.time, now);
  if (head.time >= timeIn(device, now) - freshMs) cameBack(device, now);
  people.noteHead(head);
  frames.outdate(head.epoch, now);
  if (verdict.newGeneration) device.awaitingKeys = true;
  if (head.epoch !== last.epoch || frames.newest()?.epoch !== head.epoch) {
    await takeKeys(device, head, message, now);
  }
  frames.setStage(head.stage, device.me);
  await noteStageEntries(device, message.stageEntries);
  if (verdict.named) alarm(device, 'keysRestarted');
  if (head.removedNow.includes(device.me)) alarm(device, 'removed');
  await afterHead(device, last, message.removed, now);
}

function cameBack(device: Device, now: number): void {
  device.headAt = now;
  if (!device.hostMissing) return;
  device.hostMissing = false;
  device.sendingStopped = false;
  device.frames.stopSending(false);
  device.out.push({ type: 'alarm', alarm: 'hostBack' });
}

/** The secret of the epoch that a head names: from the tree, or sealed to this device when the tree is new. */
async function takeKeys(
  device: Device,
  head: Head,
  message: Pick<ServerMessageOf<'head'>, 'wraps' | 'rewrap'>,
  now: number,
): Promise<void> {
  if (device.awaitingKeys) {
    const candidate = device.steward.candidates.find(({ headHash }) => same(headHash, head.hash));
    if (candidate) {
      const { master, generation, rosterKey, secret } = candidate;
      device.steward.master = { generation, key: master };
      device.steward.certified = true;
      device.steward.knowers = new Set([device.me]);
      device.secrets = {
        leaf: device.me,
        path: pathKeys(master, device.me, forwardsAt(head.epoch)),
        forwards: forwardsAt(head.epoch),
      };
      device.rosterKeys = [rosterKey, ...device.rosterKeys];
      device.awaitingKeys = false;
      begin(device, head, own(secret), now);
      device.steward.candidates = [];
    } else {
      if (message.wraps.length > 0) device.wrapsKept = { epoch: head.epoch, wraps: message.wraps };
      if (message.rewrap) await takeRewrap(device, message.rewrap, now);
    }
    return;
  }
  const at = { generation: head.generation, epoch: head.epoch, salt: head.epochSalt };
  const opened = openEpoch(device.secrets, at, message.wraps);
  if (opened.is === 'forged') alarm(device, 'forgedKeys');
  if (opened.is !== 'open') return;
  device.secrets = broughtTo(device.secrets, head.epoch);
  begin(device, head, opened.secret, now);
}

function begin(device: Device, head: Head, secret: ReturnType<typeof own>, now: number): void {
  const { frames, roomKey } = device;
  frames.begin(
    { epoch: head.epoch, step: 0, secret },
    frameContext(roomKey, head.generation),
    head.epochTime,
    now,
  );
  secret.fill(0);
}

async function takeRewrap(device: Device, bytes: Uint8Array, now: number): Promise<void> {
  const { head } = device.followed;
  const sealed = readSealedKeys(bytes);
  // A letter of a generation that was replaced before it came.
  if (sealed && sealed.generation < head.generation) return;
  // Certificates alone do not tell: those of a moderator who was put out go on standing in others' chains.
  const stewardKey = sealed && device.people.stewardKey(sealed.stewardLeaf, head.generation);
  const fits =
    sealed && sealed.leaf === device.me && sealed.generation === head.generation && sealed.step === 0;
  // Keys of an earlier epoch of this generation still bring the path, which opens the ones that follow.
  if (!fits || sealed.epoch > head.epoch) {
    alarm(device, 'forgedKeys');
    return;
  }
  // Whoever made the tree was a steward only while this device was away. Or was put out, and deceives.
  if (!stewardKey) return;
  const { room, signer, sealPair, verifier } = device;
  const keys = await openMemberKeys(sealed, room, signer.publicKey, sealPair, stewardKey, verifier);
  if (!keys) {
    alarm(device, 'forgedKeys');
    return;
  }
  device.awaitingKeys = false;
  device.secrets = { leaf: device.me, path: keys.path, forwards: forwardsAt(keys.epoch) };
  device.rosterKeys = keys.rosterKeys;
  if (keys.epoch === head.epoch) {
    begin(device, head, keys.secret, now);
    return;
  }
  const kept = device.wrapsKept?.epoch === head.epoch ? device.wrapsKept.wraps : [];
  device.wrapsKept = undefined;
  await takeKeys(device, head, { wraps: [...kept] }, now);
}

/** What a steward sends to this leaf alone. */
export async function receiveLetter(
  device: Device,
  message: ServerMessageOf<'toLeaf'>,
  now: number,
): Promise<void> {
  const bytes = own(message.bytes);
  switch (bytes[0]) {
    case letterKinds.handover:
      return takeHandover(device, bytes);
    case letterKinds.heir: {
      const chain = decodeChain(bytes.subarray(1));
      const me = { leaf: device.me, key: device.signer.publicKey };
      const holds = chain && (await chainHolds(device.verifier, device.room, device.roomKey, chain, me));
      // A moderator's own says more. What made it one before it was a speaker counts no more, after a gap.
      if (!holds) alarm(device, 'forgedKeys');
      else if (!device.steward.certified) device.steward.chain = chain;
      return;
    }
    case letterKinds.rewrap:
      if (device.awaitingKeys) await takeRewrap(device, bytes.subarray(1), now);
      return;
    case letterKinds.wrap: {
      const wrap = readWrap(bytes);
      const { head } = device.followed;
      // It may belong to an epoch that is over: nobody can tell, so it is no alarm when it opens nothing.
      if (!wrap || device.frames.newest()?.epoch === head.epoch || device.awaitingKeys) return;
      const at = { generation: head.generation, epoch: head.epoch, salt: head.epochSalt };
      if (openEpoch(device.secrets, at, [wrap]).is === 'open') {
        await takeKeys(device, head, { wraps: [wrap] }, now);
      }
      return;
    }
    default:
      alarm(device, 'forgedKeys');
  }
}

async function takeHandover(device: Device, bytes: ReturnType<typeof own>): Promise<void> {
  const { room, roomKey, signer, sealPair, verifier, steward, followed, secrets } = device;
  const sealed = readSealedHandover(bytes);
  const from = sealed && moderator(followed.head.stage, sealed.stewardLeaf);
  if (!sealed) {
    alarm(device, 'forgedKeys');
    return;
  }
  // Written before a head that changed the generation or took its sender off the stage: no use, and no harm.
  if (!from || sealed.generation !== followed.head.generation) return;
  const me = { leaf: device.me, key: signer.publicKey };
  const handover = await openHandover(sealed, room, signer.publicKey, sealPair, from.key, verifier);
  const mine = handover && pathKeys(handover.master, device.me, secrets.forwards);
  const fits =
    mine?.every((key, depth) => same(key, secrets.path[depth] ?? key.subarray(1))) &&
    (isUncertified(followed.head, handover?.chain ?? []) ||
      (await chainHolds(verifier, room, roomKey, handover?.chain ?? [], me)));
  if (!handover || !fits) {
    alarm(device, 'forgedKeys');
    return;
  }
  steward.master = { generation: sealed.generation, key: handover.master };
  // What this device was given first since it is a moderator says more than what it is given on the way back.
  if (!steward.certified || !steward.chain?.length) steward.chain = handover.chain;
  steward.certified = true;
  for (const leaf of [...handover.knowers, device.me]) steward.knowers.add(leaf);
  takeInvites(device, handover.invites);
}

/** A steward that nobody certified, because the ones before it were gone too soon, has no chain to extend. */
const isUncertified = (head: Head, chain: Chain): boolean => chain.length === 0 && head.chain.length === 0;

function takeInvites(device: Device, invites: readonly Uint8Array[]): void {
  const { steward, room } = device;
  for (const bytes of invites) {
    const order = readOrder(bytes, room);
    // The steward that hands over has checked who signed it, and its word is what this device now continues.
    if (order) steward.duties = inherit(steward.duties, order);
  }
}

export async function noteStageEntries(
  device: Device,
  entries: ServerMessageOf<'head'>['stageEntries'],
): Promise<void> {
  const { people, room, verifier, followed, rosterKeys } = device;
  for (const { leaf, bytes } of entries) {
    const seat = seatOf(followed.head.stage, leaf);
    const entry = readEntry(bytes, room);
    if (!seat || people.name(leaf)) continue;
    if (!entry || entry.leaf !== leaf || !same(entry.key, seat.key)) {
      alarm(device, 'forgedKeys');
      continue;
    }
    const signed = await people.signed(entry, followed.head.generation, verifier);
    if (signed === 'yes') people.add(entry, rosterKeys);
    else if (signed === 'no') alarm(device, 'forgedKeys');
    // Admitted by a moderator of long ago: the signed roster root tells.
    else people.wanted.add(leaf);
  }
}

export function receivePage(device: Device, message: ServerMessageOf<'page'>): void {
  const { people, room, rosterKeys, me } = device;
  const entries: SignedEntry[] = [];
  for (const [i, bytes] of message.entries.entries()) {
    const index = message.from + i;
    const proven = people.proves(message.headSeq, index, bytes, message.paths[i] ?? new Uint8Array(1));
    if (proven === undefined) return;
    const entry = proven ? readEntry(bytes, room) : undefined;
    if (!entry || entry.leaf !== index) {
      alarm(device, 'forgedKeys');
      return;
    }
    // Somebody else stands at this device's place in the log that everybody follows.
    if (index === me && !same(bytes, device.myEntry.bytes)) {
      alarm(device, 'forkedRoster');
      return;
    }
    if (index === me) people.proven = true;
    // Somebody wrote here whom a steward had signed for, and the log has somebody else.
    const author = people.authorKey(index);
    if (author && !same(author, entry.key)) alarm(device, 'forgedKeys');
    people.add(entry, rosterKeys);
    people.wanted.delete(index);
    entries.push(entry);
  }
  if (lacksLog(device)) fillLog(device, entries);
  people.noteGone(message.gone.filter((leaf) => leaf !== me));
  if (message.from === 0) people.notePage(message.headSeq, message.entries.length);
}

/** Deadlines of a room whose stewards are silent. */
export function watchHost(device: Device, now: number): void {
  const silent = now - device.headAt;
  if (silent >= limits.hostMissingMs && !device.hostMissing) {
    device.hostMissing = true;
    alarm(device, 'hostMissing');
  }
  if (silent >= limits.stopSpeakingMs && !device.sendingStopped) {
    device.sendingStopped = true;
    device.frames.stopSending(true);
    alarm(device, 'sendingStopped');
  }
}

/**
 * Keys that did not come, whoever lost them: with a head at the latest, or with a letter to a big room within half a
 * minute. Told once a minute, in case nobody acts on it.
 */
export function watchKeys(device: Device, now: number): void {
  if (device.frames.newest()?.epoch === device.followed.head.epoch) {
    device.lacksKeysSince = undefined;
    return;
  }
  device.lacksKeysSince ??= now;
  if (now - device.lacksKeysSince < strandedMs) return;
  device.lacksKeysSince = now;
  device.out.push({ type: 'stranded' });
}
