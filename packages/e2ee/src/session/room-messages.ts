import { leaf as leafOf } from '@stoa/protocol';
import { readEntry } from '../admission/entry.ts';
import { type Bytes, own } from '../keys/layout.ts';
import { type MessageKey, nonceBytes, type Received, sealNameless, sealSigned } from '../messages/index.ts';
import { alarm, type Device, timeIn } from './device.ts';
import type { Reacted, Said } from './key-session.ts';

/** Undefined while nothing may be sealed (M11). Throws a RangeError for a body that is too long. */
export async function write(device: Device, body: Uint8Array, now: number): Promise<Bytes | undefined> {
  const key = sealing(device);
  if (!key) return undefined;
  const { room, me, signer, messages, random } = device;
  const time = Math.max(0, Math.floor(timeIn(device, now)));
  const written = { leaf: me, counter: messages.next++, time, body: own(body) };
  return sealSigned(room, key, written, signer, random(nonceBytes));
}

export function writeNameless(device: Device, body: Uint8Array): Bytes | undefined {
  const key = sealing(device);
  return key && sealNameless(device.room, key, body, device.random(nonceBytes));
}

/** Whoever was put out by the newest head holds the keys of the epoch before it. */
function sealing({ frames, followed, sendingStopped }: Device): MessageKey | undefined {
  const key = frames.messages.sealing();
  return key && key.epoch >= followed.head.epoch && !sendingStopped ? key : undefined;
}

export async function receiveSaid(device: Device, said: Said, now: number): Promise<void> {
  const { people, messages } = device;
  // Its socket was closed before that head went out: only somebody who holds back heads could still pass it on.
  if (people.wasPutOut(said.leaf)) return;
  if (said.entry && !people.authorKey(said.leaf)) await noteAuthor(device, said.leaf, said.entry);
  tell(device, await messages.inbox.receive(said.bytes, said.leaf, now));
}

export async function receiveReacted(device: Device, { boxes, more }: Reacted, now: number): Promise<void> {
  const bodies: Bytes[] = [];
  for (const box of boxes) {
    for (const each of await device.messages.inbox.receive(box, 0, now)) {
      if (each.kind === 'nameless') bodies.push(each.body);
      else tell(device, [each]);
    }
  }
  if (bodies.length > 0) device.out.push({ type: 'reactions', bodies, more });
}

/** What waited for keys or for its author's entry. */
export async function readWaiting(device: Device, now: number): Promise<void> {
  const { messages, people } = device;
  tell(device, await messages.inbox.retry(now));
  for (const leaf of messages.inbox.wanted) people.wanted.add(leaf);
}

/** As with people who come on stage: a steward of this generation vouches, or the log has to. */
async function noteAuthor(device: Device, leaf: number, bytes: Uint8Array): Promise<void> {
  const { people, room, followed, verifier, rosterKeys } = device;
  const entry = readEntry(bytes, room);
  const signed = entry?.leaf === leaf ? await people.signed(entry, followed.head.generation, verifier) : 'no';
  if (entry && signed === 'yes') people.add(entry, rosterKeys);
  else if (signed === 'no') alarm(device, 'forgedKeys');
}

function tell(device: Device, received: readonly Received[]): void {
  for (const each of received) {
    if (each.kind === 'forged') alarm(device, 'forgedMessages');
    else if (each.kind === 'nameless') device.out.push({ type: 'reactions', bodies: [each.body], more: 0 });
    else {
      const { leaf, counter, time, body } = each.message;
      device.messages.keep(each.message);
      const message = { leaf: leafOf(leaf), name: device.people.name(leaf), counter, time, body };
      device.out.push({ type: 'message', message });
    }
  }
}
