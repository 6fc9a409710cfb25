import type { ServerMessageOf } from '@stoa/protocol';
import { sameBinding } from '../admission/binding.ts';
import { readCard } from '../admission/card.ts';
import { isStrict, startedAnew } from '../admission/certificate.ts';
import { readEntry } from '../admission/entry.ts';
import { startFollowing, vouched } from '../admission/follow.ts';
import { maxAheadMs, moderator, readHead } from '../admission/head.ts';
import { linkProof, needsSecret, readFragment, roomHash } from '../admission/link.ts';
import { openMemberKeys, readSealedKeys } from '../admission/member-keys.ts';
import { openProfile } from '../admission/profile.ts';
import { makeRequest } from '../admission/request.ts';
import { frameContext } from '../frame/index.ts';
import { hash } from '../keys/derive.ts';
import { ascii, same } from '../keys/layout.ts';
import { sampled } from '../keys/room-clock.ts';
import { forwardsAt } from '../keys/tree.ts';
import { alarm, type Device, type RoomKnown, type Self } from './device.ts';
import { noteStageEntries } from './following.ts';
import { FrameKeys } from './frame-keys.ts';
import type { Joining, JoinOptions } from './key-session.ts';
import { People } from './people.ts';
import { RoomMessages } from './said-so-far.ts';
import { Stewardship } from './stewardship.ts';

/** What the card said, and of which generation it was. */
export type Asked = { readonly known: RoomKnown; readonly generation: number };
export type Knocked = { readonly joining: Joining; readonly asked: Asked | undefined };

/** Checks the card against the link and makes the request. */
export async function askToJoin(self: Self, options: JoinOptions): Promise<Knocked> {
  const { signer, sealPair, verifier } = self;
  const room = roomHash(options.room);
  const link = readFragment(options.fragment);
  if (!link) return { joining: { ok: false, why: 'wrongLink' }, asked: undefined };
  const verdict = await readCard(options.card, room, link, verifier);
  if (verdict.is !== 'good') return { joining: { ok: false, why: verdict.is }, asked: undefined };
  const { card, title } = verdict;
  const { roomKey, policy, generation, admissionKey, fence, deployment } = card;
  const proof =
    needsSecret(policy) && link.secret ? linkProof(link.secret, signer.publicKey) : new Uint8Array(32);
  const request = await makeRequest(
    {
      ...{ generation, proof },
      key: signer.publicKey,
      sealKey: sealPair.publicKey,
      tokenHash: hash(ascii(options.token.reveal())),
    },
    options.profile,
    room,
    admissionKey,
    signer,
  );
  const { profile } = options;
  const strict = isStrict(card.chain);
  return {
    joining: { ok: true, request, title, policy, strict, fence, deployment },
    asked: {
      known: { room, roomKey, link, policy, strict, fence, deployment, title, profile, chain: card.chain },
      generation,
    },
  };
}

/** Undefined, and nothing believed, unless entry, keys and head all check. */
export async function comeIn(
  self: Self,
  { known, generation }: Asked,
  message: ServerMessageOf<'admitted'>,
  now: number,
): Promise<Device | undefined> {
  const { signer, sealPair, verifier } = self;
  const { room, roomKey } = known;
  const head = readHead(message.head.bytes, room);
  const entry = readEntry(message.entry, room);
  const sealed = message.wrap && readSealedKeys(message.wrap);
  if (!head || !entry || !sealed) return undefined;
  if (head.seq !== message.head.seq || !(await vouched(head, roomKey, room, verifier))) return undefined;
  const steward = moderator(head.stage, sealed.stewardLeaf);
  if (!steward || entry.stewardLeaf !== sealed.stewardLeaf || sealed.leaf !== entry.leaf) return undefined;
  if (entry.leaf !== message.leaf || !same(entry.key, signer.publicKey)) return undefined;
  if (!same(entry.sealKey, sealPair.publicKey) || entry.role !== 'listener') return undefined;
  if (!(await verifier.verify(steward.key, entry.signature, entry.signed))) return undefined;
  const keys = await openMemberKeys(sealed, room, signer.publicKey, sealPair, steward.key, verifier);
  if (!keys || keys.generation !== head.generation || head.generation !== generation) return undefined;
  if (Math.abs(keys.time - head.time) > maxAheadMs) return undefined;
  const [rosterKey] = keys.rosterKeys;
  const profile = rosterKey && openProfile(rosterKey, entry.leaf, entry.key, entry.sealedProfile);
  if (profile?.name !== known.profile.name) return undefined;
  // A steward that leaves out or exchanges whose account this is.
  if (!sameBinding(profile.binding, known.profile.binding)) return undefined;
  const people = new People();
  people.noteHead(head);
  people.know(entry.leaf, profile, entry.key);
  const frames = new FrameKeys(self.subtle, room, signer, verifier, known.strict);
  const device: Device = {
    ...self,
    ...known,
    ...{ me: entry.leaf, myEntry: entry, people },
    frames,
    messages: new RoomMessages(room, frames.messages, people, verifier),
    steward: new Stewardship(),
    followed: startFollowing(head),
    clock: sampled(sampled(undefined, head.time, now), keys.time, now),
    secrets: { leaf: entry.leaf, path: keys.path, forwards: forwardsAt(keys.epoch) },
    rosterKeys: keys.rosterKeys,
    // An old head is no sign of life: a fresh one has to follow soon.
    headAt: now - Math.max(0, keys.time - head.time),
    hostMissing: false,
    sendingStopped: false,
    awaitingKeys: false,
    lacksKeysSince: undefined,
    wrapsKept: undefined,
    mail: 0,
    out: [],
  };
  // An epoch that began in between: its keys come with the next one.
  if (keys.epoch === head.epoch) {
    const { epoch, step, secret } = keys;
    device.frames.begin({ epoch, step, secret }, frameContext(roomKey, head.generation), head.epochTime, now);
  }
  device.steward.generationFrom = head.size;
  keys.secret.fill(0);
  device.frames.setStage(head.stage, device.me);
  await noteStageEntries(device, message.stageEntries);
  if (startedAnew(head.chain)) alarm(device, 'keysRestarted');
  return device;
}
