import type { WireHead } from '@stoa/protocol';
import { noFence } from '@stoa/protocol/fleet';
import { sealTitle, signCard } from '../admission/card.ts';
import { certify } from '../admission/certificate.ts';
import { logStart, signEntry } from '../admission/entry.ts';
import { startFollowing } from '../admission/follow.ts';
import { type Head, removedHash, signHead } from '../admission/head.ts';
import { linkSecretBytes, makeFragment, needsSecret, roomHash } from '../admission/link.ts';
import { rosterKeyBytes, sealProfile } from '../admission/profile.ts';
import { frameContext } from '../frame/index.ts';
import { derive, hash } from '../keys/derive.ts';
import { type Bytes, own, u16 } from '../keys/layout.ts';
import { type OpeningPair, openingPair } from '../keys/sealing.ts';
import { signingKey } from '../keys/signature.ts';
import { pathKeys } from '../keys/tree.ts';
import type { Device, Self } from './device.ts';
import { FrameKeys } from './frame-keys.ts';
import type { Opening, OpenOptions } from './key-session.ts';
import { People } from './people.ts';
import { RoomMessages } from './said-so-far.ts';
import { Stewardship } from './stewardship.ts';

/** The pair that requests are sealed to; every steward of the generation can make it. */
export const admissionPair = (master: Bytes, generation: number): Promise<OpeningPair> =>
  openingPair(derive(master, 'admission pair', u16(generation), 32));

export const wireHead = (head: Head): WireHead => ({
  seq: head.seq,
  generation: head.generation,
  epoch: head.epoch,
  size: head.size,
  bytes: head.bytes,
});

/** Makes a room: its key, which certifies this device and is forgotten, the tree, the log's first entry, the first head. */
export async function openRoom(
  self: Self,
  options: OpenOptions,
  now: number,
): Promise<{ readonly device: Device; readonly opening: Opening }> {
  const { random, signer, sealPair, verifier } = self;
  const { policy, title, profile, strict = false, fence = noFence } = options;
  const deployment = options.deployment && own(options.deployment);
  const room = roomHash(options.room);
  const roomSigner = await signingKey(self.subtle, random(32));
  const roomKey = roomSigner.publicKey;
  const secret = needsSecret(policy) ? own(random(linkSecretBytes)) : undefined;
  const chain = [
    await certify(roomSigner, room, {
      kind: strict ? 'strictOpener' : 'moderator',
      ...{ generation: 0, leaf: 0, key: signer.publicKey },
    }),
  ];
  const master = own(random(32));
  const rosterKey = own(random(rosterKeyBytes));
  const pair = await admissionPair(master, 0);
  const card = await signCard(
    {
      ...{ roomKey, policy, chain, fence, deployment },
      generation: 0,
      admissionKey: pair.publicKey,
      titleBytes: sealTitle(title, roomKey, 0, secret),
    },
    room,
    signer,
  );
  const entry = await signEntry(
    {
      generation: 0,
      leaf: 0,
      key: signer.publicKey,
      sealKey: sealPair.publicKey,
      role: 'moderator',
      sealedProfile: sealProfile(rosterKey, 0, signer.publicKey, profile),
      prevHash: logStart(room, roomKey),
      stewardLeaf: 0,
    },
    room,
    signer,
  );
  const steward = new Stewardship();
  steward.log.append(entry, logStart(room, roomKey));
  steward.chain = chain;
  steward.certified = true;
  steward.master = { generation: 0, key: master };
  steward.admission = { generation: 0, pair };
  steward.knowers.add(0);
  const time = Math.floor(now);
  const head = await signHead(
    {
      ...{ generation: 0, epoch: 0, seq: 0, time, epochTime: time },
      epochSalt: own(random(16)),
      epochRoot: steward.log.root(),
      ...{ size: 1, present: 1, removedHash: removedHash([]), rosterRoot: steward.log.root() },
      ...{ frozen: false, lastSender: 1 },
      stage: [{ sender: 1, leaf: 0, key: signer.publicKey, role: 'moderator', muted: false }],
      removedNow: [],
      prevHash: hash(),
      ...{ stewardLeaf: 0, chain },
    },
    room,
    signer,
  );
  const frames = new FrameKeys(self.subtle, room, signer, verifier, strict);
  const chainOfSteps = { epoch: 0, step: 0, secret: own(random(32)) };
  frames.begin(chainOfSteps, frameContext(roomKey, 0), time, now);
  chainOfSteps.secret.fill(0);
  frames.setStage(head.stage, 0);
  const people = new People();
  people.noteHead(head);
  people.know(0, profile, signer.publicKey);
  people.proven = true;
  const messages = new RoomMessages(room, frames.messages, people, verifier);
  const link = { keyHash: hash(roomKey).slice(0, 16), secret };
  const device: Device = {
    ...self,
    ...{ room, roomKey, link, policy, strict, fence, deployment, title, profile, chain },
    ...{ me: 0, myEntry: entry, frames, people, messages, steward },
    followed: startFollowing(head),
    clock: { offset: time - now },
    secrets: { leaf: 0, path: pathKeys(master, 0, 0), forwards: 0 },
    rosterKeys: [rosterKey],
    headAt: now,
    hostMissing: false,
    sendingStopped: false,
    awaitingKeys: false,
    lacksKeysSince: undefined,
    wrapsKept: undefined,
    mail: 0,
    out: [],
  };
  await frames.refresh(time, now);
  const opening: Opening = {
    policy,
    // The relay has to know which size the frames have.
    strict,
    // Control is told the title of open rooms only.
    title: needsSecret(policy) ? undefined : title,
    card,
    entry: entry.bytes,
    head: wireHead(head),
    fragment: makeFragment(roomKey, secret),
  };
  return { device, opening };
}
