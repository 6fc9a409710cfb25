import type { Chain } from '../admission/certificate.ts';
import { type Duties, noDuties } from '../admission/duties.ts';
import type { SignedEntry } from '../admission/entry.ts';
import type { Head } from '../admission/head.ts';
import type { SignedOrder } from '../admission/order.ts';
import type { Profile } from '../admission/profile.ts';
import type { JoinRequest } from '../admission/request.ts';
import type { Bytes } from '../keys/layout.ts';
import type { OpeningPair } from '../keys/sealing.ts';
import { AdmissionLog } from './admission-log.ts';

/** A request at the door. It is read when this device is to answer it: until then it may lack the key for that. */
export type Waiting = {
  readonly key: Bytes;
  readonly bytes: Bytes;
  state: 'new' | 'knocking' | 'let in';
  read: { readonly request: JoinRequest; readonly profile: Profile } | undefined;
  /** Admissions of it that control did not take. */
  tries: number;
};

/** An admission that was sent and is not in the log yet. */
export type Sent = { readonly request: number; readonly entry: SignedEntry; readonly at: number };

/** A generation of keys that this device made; it holds once its head is accepted. */
export type Candidate = {
  readonly headHash: Bytes;
  readonly generation: number;
  readonly master: Bytes;
  readonly rosterKey: Bytes;
  readonly secret: Bytes;
};

/** To one leaf, made when its turn comes: a new generation of a big room is thousands of them. */
export type Letter = {
  readonly leaf: number;
  readonly kind: 'rewrap' | 'wrap';
  readonly write: () => Promise<Bytes>;
};

/** What a device holds because it is a steward's, or may become one. */
export class Stewardship {
  acting = false;
  /** Local time since when this device is a moderator's and holds no tree of the generation. */
  lacksTreeSince: number | undefined;
  /** Certificates from the room key to this device. */
  chain: Chain | undefined;
  /** They were given since this device is a moderator: they pass a moderator of every head from before. */
  certified = false;
  master: { readonly generation: number; readonly key: Bytes } | undefined;
  readonly log = new AdmissionLog();
  duties: Duties = noDuties;
  /** Orders whose signer is not a moderator in the newest head yet, with their local times. */
  held: { readonly order: SignedOrder; readonly at: number }[] = [];
  readonly waiting = new Map<number, Waiting>();
  /** Hashes of the requests that somebody was shown, by number: a number never comes to mean another guest. */
  readonly shown = new Map<number, Bytes>();
  /** Of this generation only: what was sealed by the card of an earlier one is not opened. */
  admission: { readonly generation: number; readonly pair: OpeningPair } | undefined;
  sent: Sent[] = [];
  /** Whom this device sealed a leaf's keys to in this generation, as hex of participant keys. */
  readonly sealedTo = new Map<number, Set<string>>();
  /** Somebody holds the keys of a leaf that the log gives to another. */
  leafShared = false;
  /** Entries that the head covered by which the generation began, or by which this device came in: they have its keys. */
  generationFrom = 0;
  /** Local time before which nobody is let in: answers to what was sent before may still be on their way. */
  admitAfter = 0;
  /** Somebody let in by another steward may lack the running epoch's keys. */
  epochWanted = false;
  /** Entries of the log whose names were taken over. */
  named = 0;
  sentHead:
    | { readonly head: Head; readonly at: number; readonly turnsKeys: boolean; readonly takesOver: boolean }
    | undefined;
  candidates: Candidate[] = [];
  /** Leaves that know this generation's master. */
  knowers = new Set<number>();
  /** Moderators whom this device handed the master, and speakers whom it sent their certificate. */
  handedTo = new Set<number>();
  heirs = new Set<number>();
  /** Room time of the first leaver that can still open the running epoch. */
  leaverSince: number | undefined;
  /** Letters to single leaves that wait for their turn. */
  letters: Letter[] = [];
  /** Sent so lately that they may have gone down with a dead socket, with their local times. */
  posted: { readonly letter: Letter; readonly at: number }[] = [];
  /** Control asked for a new generation. */
  startAsked = false;
}
