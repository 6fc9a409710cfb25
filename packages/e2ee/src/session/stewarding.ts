import type { ServerMessageOf } from '@stoa/protocol';
import { learn, obey, obeyable, settled } from '../admission/duties.ts';
import { logStart, readEntry, type SignedEntry } from '../admission/entry.ts';
import { type Head, moderator, seatOf } from '../admission/head.ts';
import { readOrder, type SignedOrder } from '../admission/order.ts';
import { hex, same } from '../keys/layout.ts';
import { alarm, type Device, timeIn } from './device.ts';
import { leaveDoor } from './door.ts';
import { sendAgain } from './letters.ts';

/** What control tells stewards. Every one of them keeps up, so that any can act at the next moment. */

/** An order whose signer's promotion is still on its way waits so long. */
const heldMs = 10_000;
const heldMost = 256;
/** Longer than a message takes to control and back. */
const settleMs = 300;
const raceMs = 3_000;

export async function receiveEntries(
  device: Device,
  message: ServerMessageOf<'entries'>,
  now: number,
): Promise<void> {
  const { room, roomKey, steward, followed, people, verifier } = device;
  const { log } = steward;
  for (const leaf of message.removed) log.removed.add(leaf);
  // What lies between is missing here: pages bring it.
  if (message.from > log.size) return;
  const [first] = message.entries;
  const known = log.entries[message.from];
  const kept = first && known && same(first, known.bytes);
  // What stands from here on is replaced; an empty list takes back an admission that came too late.
  if (!kept) log.cut(message.from);
  const start = logStart(room, roomKey);
  for (const [i, bytes] of message.entries.entries()) {
    const at = message.from + i;
    const held = log.entries[at];
    if (held && same(held.bytes, bytes)) continue;
    log.cut(at);
    const entry = readEntry(bytes, room);
    // Up to what the head covers its root vouches for the log; beyond that a present moderator's signature has to.
    const covered = at < followed.head.size;
    const by = entry && moderator(followed.head.stage, entry.stewardLeaf);
    const signed =
      entry && (covered || (by && (await verifier.verify(by.key, entry.signature, entry.signed))));
    if (!entry || !signed || !log.append(entry, start)) {
      alarm(device, 'forgedKeys');
      break;
    }
    // An admission that control swallowed left its keys with somebody whom no roster names.
    const holders = steward.sealedTo.get(at) ?? new Set();
    if ([...holders].some((key) => key !== hex(entry.key))) steward.leafShared = true;
    if (!covered) noteOthersAdmission(device, entry.stewardLeaf, now);
  }
  if (message.entries.length === 0 && steward.sent.length > 0) {
    steward.sent = [];
    steward.admitAfter = now + settleMs;
  }
  steward.sent = steward.sent.filter(({ entry, request }) => {
    if (entry.leaf >= log.size) return true;
    if (log.entries[entry.leaf] && same(log.entries[entry.leaf]!.bytes, entry.bytes)) {
      steward.waiting.delete(request);
    }
    return false;
  });
  steward.named = Math.min(steward.named, message.from);
  people.noteGone(message.removed);
  checkLog(device);
}

/** Entries that a page proved: a steward's log that has a gap is filled from pages. */
export function fillLog(device: Device, entries: readonly SignedEntry[]): void {
  const { steward, room, roomKey } = device;
  for (const entry of entries)
    if (entry.leaf === steward.log.size) steward.log.append(entry, logStart(room, roomKey));
  checkLog(device);
}

/** Does this device need the log, and lack a part of what the head covers? */
export function lacksLog({ steward, followed, me }: Device): boolean {
  const { head } = followed;
  const needed = steward.startAsked || moderator(head.stage, me) !== undefined;
  return needed && steward.log.agrees(head) === 'short';
}

/** The log against the newest head; names only from a log that agrees. */
function checkLog(device: Device): void {
  const { steward, followed, people, rosterKeys } = device;
  const { log } = steward;
  const agrees = log.size === 0 ? 'short' : log.agrees(followed.head);
  if (agrees === 'differs') {
    alarm(device, 'forkedRoster');
    log.cut(0);
    steward.named = 0;
  }
  if (agrees !== 'yes') return;
  for (const entry of log.entries.slice(steward.named)) people.add(entry, rosterKeys);
  steward.named = log.size;
}

/**
 * Another steward let somebody in about when an epoch began: the newcomer may hold the old secret and a leaf that the
 * new cover leaves out. One more epoch puts it right.
 */
function noteOthersAdmission(device: Device, by: number, now: number): void {
  const { steward, followed, me } = device;
  const turning = steward.sentHead?.turnsKeys === true;
  if (by !== me && (turning || timeIn(device, now) - followed.head.epochTime < raceMs)) {
    steward.epochWanted = true;
  }
}

export async function receiveOrder(device: Device, bytes: Uint8Array, now: number): Promise<void> {
  const order = readOrder(bytes, device.room);
  if (!order) {
    alarm(device, 'forgedKeys');
    return;
  }
  const { held } = device.steward;
  if (!(await take(device, order, now)) && held.length < heldMost) held.push({ order, at: now });
}

/** False when its signer is no moderator yet. */
async function take(device: Device, order: SignedOrder, now: number): Promise<boolean> {
  const { steward, followed, verifier } = device;
  if (!moderator(followed.head.stage, order.by)) return false;
  const time = timeIn(device, now);
  const signer = obeyable(steward.duties, order, followed.head, time);
  // A replay, or too late: not obeyed, and no more than a nuisance.
  if (!signer) return true;
  if (await verifier.verify(signer.key, order.signature, order.signed)) {
    steward.duties = obey(steward.duties, order, time);
  } else alarm(device, 'forgedKeys');
  return true;
}

export function receiveFact(device: Device, { kind, leaf }: ServerMessageOf<'fact'>, now: number): void {
  const { steward, followed } = device;
  const stays = seatOf(followed.head.stage, leaf) && !steward.duties.changes.has(`seat ${leaf}`);
  if (kind === 'onStage' && stays) return;
  steward.duties = learn(steward.duties, { kind, leaf }, timeIn(device, now));
}

export function receiveActing(device: Device, leaf: number): void {
  const { steward } = device;
  const was = steward.acting;
  steward.acting = leaf === device.me;
  if (was && !steward.acting) stopActing(device);
  // Control says it on every new socket: what went out on the one before may never have arrived.
  sendAgain(device);
}

function stopActing(device: Device): void {
  device.steward.sent = [];
  device.steward.sentHead = undefined;
}

/** After every head, whoever signed it. */
export async function afterHead(
  device: Device,
  last: Head,
  removed: readonly number[],
  now: number,
): Promise<void> {
  const { steward, followed, people } = device;
  const { head } = followed;
  const { log } = steward;
  for (const leaf of [...removed, ...head.removedNow]) log.removed.add(leaf);
  people.noteGone(removed);
  checkLog(device);
  if (steward.sentHead && steward.sentHead.head.seq <= head.seq) steward.sentHead = undefined;
  for (const { leaf, role } of head.stage) if (role === 'moderator') steward.knowers.add(leaf);
  if (head.generation !== last.generation) {
    // Who else holds the new master is told by who gets it; certificates are given anew.
    steward.knowers = new Set([head.stewardLeaf]);
    steward.generationFrom = head.size;
    steward.sealedTo.clear();
    steward.leafShared = false;
    steward.handedTo.clear();
    steward.heirs.clear();
    if (steward.master?.generation !== head.generation) steward.master = undefined;
    steward.startAsked = false;
    if (head.stewardLeaf !== device.me) {
      steward.letters = [];
      steward.posted = [];
    }
  }
  const goneMore = head.size - head.present > last.size - last.present;
  if (head.epoch !== last.epoch) {
    steward.epochWanted =
      log.size > head.size && log.entries.slice(head.size).some((e) => e.stewardLeaf !== device.me);
    steward.leaverSince = [...steward.knowers].some((leaf) => log.removed.has(leaf)) ? head.time : undefined;
  } else if (goneMore) steward.leaverSince ??= head.time;
  steward.duties = settled(steward.duties, head, log.removed);
  if (!moderator(head.stage, device.me) && moderator(last.stage, device.me)) {
    steward.acting = false;
    steward.certified = false;
    stopActing(device);
    leaveDoor(device);
  }
  const held = steward.held.filter(({ at }) => now - at < heldMs);
  steward.held = [];
  for (const each of held) if (!(await take(device, each.order, now))) steward.held.push(each);
}

/** Is everything here that it takes to act? */
export function ready(device: Device): boolean {
  const { steward, followed } = device;
  const { head } = followed;
  return (
    moderator(head.stage, device.me) !== undefined &&
    steward.master?.generation === head.generation &&
    steward.chain !== undefined &&
    steward.log.agrees(head) === 'yes' &&
    steward.log.knowsRemoved(head) &&
    device.frames.newest()?.epoch === head.epoch
  );
}
