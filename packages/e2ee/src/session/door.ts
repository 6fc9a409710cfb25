import { leaf as leafOf, limits, type ServerMessageOf } from '@stoa/protocol';
import { logStart, signEntry } from '../admission/entry.ts';
import { linkProof, needsSecret } from '../admission/link.ts';
import { sealMemberKeys } from '../admission/member-keys.ts';
import { sealProfile } from '../admission/profile.ts';
import { readRequest, requestProfile } from '../admission/request.ts';
import { hash } from '../keys/derive.ts';
import { type Bytes, hex, own, same } from '../keys/layout.ts';
import { forwardsAt, pathKeys } from '../keys/tree.ts';
import { type Device, timeIn } from './device.ts';
import type { Waiting } from './stewardship.ts';

/** Who asks to come in, and the answer. */

/** Control keeps no more people waiting; who is beyond it is asked for anew by nobody. */
const waitingMost = 2 * limits.waiting;
/** So many knocks are remembered by their numbers, those that somebody still waits behind in any case. */
const shownMost = 4_096;
/** Admissions on their way at once. */
const sentAtOnce = 64;

export function receiveRequest(device: Device, message: ServerMessageOf<'request'>): void {
  const { waiting, shown } = device.steward;
  const was = shown.get(message.request);
  // Somebody may be about to click on the name that was shown under this number.
  if (was && !same(was, hash(own(message.bytes)))) return;
  const known = waiting.get(message.request);
  if (known) {
    // Control asks anew on a new socket: what was answered on the one before may never have arrived.
    known.tries = 0;
    return;
  }
  if (waiting.size >= waitingMost) return;
  const { key, bytes } = message;
  waiting.set(message.request, { key: own(key), bytes: own(bytes), state: 'new', read: undefined, tries: 0 });
}

/**
 * What a request says, once its signature, its link proof and its profile have been checked; undefined refuses it.
 * Made by the card of another generation it is not opened: who was put out may have shown that card to a newcomer.
 */
export async function readAtDoor(device: Device, waiting: Waiting): Promise<Waiting['read'] | 'otherCard'> {
  const { steward, room, verifier, policy, link, followed } = device;
  const request = waiting.read?.request ?? (await readRequest(waiting.bytes, room, verifier));
  if (request && request.generation !== followed.head.generation) return 'otherCard';
  if (waiting.read) return waiting.read;
  const { admission } = steward;
  const pair = admission?.generation === request?.generation ? admission?.pair : undefined;
  const profile = request && pair && (await requestProfile(request, room, pair));
  if (!request || !profile || !same(request.key, waiting.key) || steward.log.has(request.key))
    return undefined;
  if (needsSecret(policy)) {
    if (!link.secret || !same(linkProof(link.secret, request.key), request.proof)) return undefined;
  }
  waiting.read = { request, profile };
  return waiting.read;
}

export function deny(device: Device, request: number): void {
  device.steward.waiting.delete(request);
  device.out.push({ type: 'send', message: { t: 'deny', request } });
}

/** It may ask again, by the card of now. */
function sendBack(device: Device, request: number): void {
  requestGone(device, request);
  if (!device.steward.acting) return;
  device.out.push({ type: 'send', message: { t: 'deny', request, again: true } });
}

export function requestGone(device: Device, request: number): void {
  const waiting = device.steward.waiting.get(request);
  if (!waiting) return;
  device.steward.waiting.delete(request);
  if (waiting.state === 'knocking') device.out.push({ type: 'knockGone', request });
}

/** No moderator any more: nobody to answer the door. */
export function leaveDoor(device: Device): void {
  const { waiting } = device.steward;
  for (const [request, { state }] of waiting) {
    if (state === 'knocking') device.out.push({ type: 'knockGone', request });
  }
  waiting.clear();
}

/** Of an open door the acting steward disposes; at a knock any moderator may answer. */
export async function answerDoor(device: Device, now: number): Promise<void> {
  const { steward, policy } = device;
  if (now < steward.admitAfter) return;
  for (const [request, waiting] of steward.waiting) {
    if (steward.sent.length >= sentAtOnce) return;
    // Of an open door only the acting steward disposes; at a closed one any moderator may answer.
    if (!steward.acting && policy !== 'knock') continue;
    if (steward.sent.some((each) => each.request === request)) continue;
    const read = await readAtDoor(device, waiting);
    if (read === 'otherCard') sendBack(device, request);
    else if (!read || steward.log.has(waiting.key)) {
      if (steward.acting) deny(device, request);
    } else if (policy === 'knock' && waiting.state !== 'let in') {
      if (waiting.state === 'new') {
        device.out.push({ type: 'knock', request, name: read.profile.name });
        steward.shown.set(request, hash(waiting.bytes));
        forgetShown(device);
      }
      waiting.state = 'knocking';
    } else await admit(device, request, read, now);
  }
}

function forgetShown({ steward: { shown, waiting } }: Device): void {
  for (const request of shown.keys()) {
    if (shown.size <= shownMost) return;
    if (!waiting.has(request)) shown.delete(request);
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
      sealedProfile: sealProfile(rosterKey, leaf, key, read.profile),
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
  const holders = steward.sealedTo.get(leaf) ?? new Set();
  steward.sealedTo.set(leaf, holders.add(hex(key)));
  const place = { leaf: leafOf(leaf), prev: entry.prevHash };
  const message = { t: 'admit', request, ...place, entry: entry.bytes, wrap } as const;
  device.out.push({ type: 'send', message });
}
