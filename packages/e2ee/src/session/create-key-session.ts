import type { ServerMessage } from '@stoa/protocol';
import { joinProofBytes, leaf, limits, offerProofBytes, resumeProofBytes } from '@stoa/protocol';
import { moderator } from '../admission/head.ts';
import type { FrameKeySource } from '../frame/index.ts';
import { hash } from '../keys/derive.ts';
import { own } from '../keys/layout.ts';
import { openingPair } from '../keys/sealing.ts';
import { signingKey, Verifier } from '../keys/signature.ts';
import { aboutOf } from './about.ts';
import { act } from './acting.ts';
import { alarm, type Device, type HeadRoom, type Random, type Self, timeIn } from './device.ts';
import { deny, receiveRequest, requestGone } from './door.ts';
import { receiveHead, receiveLetter, receivePage, watchHost, watchKeys } from './following.ts';
import { type Asked, askToJoin, comeIn } from './joining.ts';
import type { KeyEffect, KeyMessage, KeySession, Said } from './key-session.ts';
import { openRoom } from './opening.ts';
import { OwnPage } from './own-page.ts';
import { whoIsIn } from './people.ts';
import { readWaiting, receiveReacted, receiveSaid, write, writeNameless } from './room-messages.ts';
import { rosterOf } from './roster-view.ts';
import { signedOrder } from './signed-order.ts';
import { lacksLog, receiveActing, receiveEntries, receiveFact, receiveOrder } from './stewarding.ts';

export type KeySessionPorts = {
  /** Cryptographically strong random bytes. */
  readonly random: Random;
  /** WebCrypto of the platform unless told otherwise. */
  readonly subtle?: SubtleCrypto;
  /** How much goes with a head, for tests of rooms that are too big for one message. */
  readonly headRoom?: HeadRoom;
};

/** At about 800 and 105 B each in JSON, within a steward's largest message (limits.stewardMessageBytes). */
const headRoom: HeadRoom = { rewraps: 200, wraps: 2_000 };

/** At most one page of the log is asked for in so many milliseconds. */
const pageMs = 2_000;
/** For one whose answer got lost. */
const askAgainMs = 10_000;
/** Small rooms show everybody: the log is asked for again when people came or went. */
const smallRoom = 50;

const keyMessages: ReadonlySet<string> = new Set<KeyMessage['t']>([
  'admitted',
  'page',
  'head',
  'toLeaf',
  'acting',
  'request',
  'requestGone',
  'entries',
  'order',
  'fact',
  'startGeneration',
  'reacted',
]);

export const isKeyMessage = (message: ServerMessage): message is Exclude<KeyMessage, Said> =>
  keyMessages.has(message.t);

/** Makes the participant's fresh keys. Needs a WebCrypto with Ed25519 and X25519; rejects without one. */
export async function createKeySession(ports: KeySessionPorts): Promise<KeySession> {
  const subtle = ports.subtle ?? globalThis.crypto.subtle;
  const self: Self = {
    subtle,
    random: ports.random,
    headRoom: ports.headRoom ?? headRoom,
    verifier: new Verifier(subtle),
    signer: await signingKey(subtle, ports.random(32)),
    sealPair: await openingPair(ports.random(32)),
  };
  return new Session(self);
}

/** Sent once more on another socket, because control could not know that it had arrived. */
function isKnown(device: Device, message: KeyMessage): boolean {
  if (message.t !== 'toLeaf' && message.t !== 'order' && message.t !== 'fact') return false;
  if (message.mail === undefined) return false;
  if (message.mail <= device.mail) return true;
  device.mail = message.mail;
  return false;
}

/** The thin shell: one call after the other, and what changed goes out. */
class Session implements KeySession {
  readonly key: Uint8Array;
  readonly keyHash: Uint8Array;
  readonly frames: FrameKeySource;
  readonly #self: Self;
  #asking: Asked | undefined;
  #device: Device | undefined;
  #closed = false;
  #queue: Promise<unknown> = Promise.resolve();
  #shown = '';
  #pageAt = Number.NEGATIVE_INFINITY;
  readonly #asked = new Map<string, number>();
  readonly #ownPage = new OwnPage();

  constructor(self: Self) {
    this.#self = self;
    this.key = own(self.signer.publicKey);
    this.keyHash = hash(self.signer.publicKey);
    this.frames = {
      sealing: () => this.#device?.frames.sealing(),
      opening: (kid) => this.#device?.frames.opening(kid) ?? 'unknown',
    };
  }

  proveJoin: KeySession['proveJoin'] = (nonce, token, fingerprint) =>
    this.#self.signer.sign(own(joinProofBytes(nonce, token, fingerprint)));
  proveOffer: KeySession['proveOffer'] = (nonce, fingerprint) =>
    this.#self.signer.sign(own(offerProofBytes(nonce, this.#me(), fingerprint)));
  proveResume: KeySession['proveResume'] = (nonce) =>
    this.#self.signer.sign(own(resumeProofBytes(nonce, this.#me())));

  open: KeySession['open'] = (options, now) =>
    this.#next(async () => {
      const { device, opening } = await openRoom(this.#self, options, now);
      if (!this.#closed) this.#device = device;
      return opening;
    });

  join: KeySession['join'] = (options, now) =>
    this.#next(async () => {
      void now;
      const { joining, asked } = await askToJoin(this.#self, options);
      this.#asking = asked;
      return joining;
    });

  receive: KeySession['receive'] = (message, now) =>
    this.#next(async () => {
      const early = await this.#take(message, now);
      return early ?? this.#turn(now);
    });

  order: KeySession['order'] = (command, now) =>
    this.#next(async () => {
      const device = this.#device;
      if (!device) throw new Error('not in a room');
      return signedOrder(device, command, now);
    });

  write: KeySession['write'] = (body, now) =>
    this.#next(async () => this.#device && write(this.#device, body, now));
  writeNameless: KeySession['writeNameless'] = (body) =>
    this.#next(async () => this.#device && writeNameless(this.#device, body));

  answerKnock: KeySession['answerKnock'] = (request, letIn, now) =>
    this.#next(async () => {
      const device = this.#device;
      const waiting = device?.steward.waiting.get(request);
      if (!device || waiting?.state !== 'knocking') return [];
      if (letIn) waiting.state = 'let in';
      else deny(device, request);
      return this.#turn(now);
    });

  about: KeySession['about'] = (of) => this.#device && aboutOf(this.#device, of);

  tick: KeySession['tick'] = (now) => this.#next(() => this.#turn(now));

  close(): void {
    this.#closed = true;
    const device = this.#device;
    this.#device = undefined;
    this.#asking = undefined;
    if (!device) return;
    device.frames.close();
    device.steward.master?.key.fill(0);
    for (const key of [...device.secrets.path, ...device.rosterKeys]) key.fill(0);
    for (const { master, secret } of device.steward.candidates) {
      master.fill(0);
      secret.fill(0);
    }
  }

  #me(): ReturnType<typeof leaf> {
    if (!this.#device) throw new Error('not in a room');
    return leaf(this.#device.me);
  }

  /** One call at a time, in the order in which they came. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Effects that end the matter, or undefined when the usual turn follows. */
  async #take(message: KeyMessage, now: number): Promise<readonly KeyEffect[] | undefined> {
    if (this.#closed) return [];
    if (message.t === 'admitted') {
      // The opening device made everything that this says.
      if (this.#device) return undefined;
      const device = this.#asking && (await comeIn(this.#self, this.#asking, message, now));
      if (!device) return [{ type: 'alarm', alarm: 'forgedKeys' }];
      if (!this.#closed) this.#device = device;
      return undefined;
    }
    const device = this.#device;
    if (!device || isKnown(device, message)) return [];
    switch (message.t) {
      case 'head':
        await receiveHead(device, message, now);
        break;
      case 'page':
        receivePage(device, message);
        break;
      case 'toLeaf':
        await receiveLetter(device, message, now);
        break;
      case 'acting':
        receiveActing(device, message.leaf);
        break;
      case 'request':
        receiveRequest(device, message);
        break;
      case 'requestGone':
        requestGone(device, message.request);
        break;
      case 'entries':
        await receiveEntries(device, message, now);
        break;
      case 'order':
        await receiveOrder(device, message.bytes, now);
        break;
      case 'fact':
        receiveFact(device, message, now);
        break;
      case 'said':
        await receiveSaid(device, message, now);
        break;
      case 'reacted':
        await receiveReacted(device, message, now);
        break;
      case 'startGeneration':
        device.steward.startAsked = true;
        break;
    }
    return undefined;
  }

  /** What time and the changes so far ask for. */
  async #turn(now: number): Promise<readonly KeyEffect[]> {
    const device = this.#device;
    if (!device || this.#closed) return [];
    watchHost(device, now);
    watchKeys(device, now);
    await device.frames.refresh(timeIn(device, now), now);
    await readWaiting(device, now);
    await act(device, now);
    await device.people.checkBindings(device.room, device.verifier);
    this.#askForPages(device, now);
    const out = device.out;
    device.out = [];
    const shown = `${device.followed.head.seq} ${device.people.version} ${device.steward.acting}`;
    if (shown !== this.#shown) out.push({ type: 'roster', roster: rosterOf(device) });
    this.#shown = shown;
    return out;
  }

  #askForPages(device: Device, now: number): void {
    const { people, followed, steward, me } = device;
    const { head } = followed;
    // Stewards are told what others have to ask for.
    const told = moderator(head.stage, me) !== undefined && steward.log.agrees(head) === 'yes';
    if (now - this.#pageAt < pageMs || told) return;
    const state = whoIsIn(head);
    let from: number | undefined;
    if (lacksLog(device) && this.#isNew(`log ${steward.log.size}`, now)) from = steward.log.size;
    else if (head.size <= smallRoom && people.complete !== state && this.#isNew(state, now)) from = 0;
    else if (!people.proven && head.size > me && this.#isNew('me', now)) from = me;
    else [from] = people.wanted;
    if (from === undefined) return;
    this.#pageAt = now;
    people.wanted.delete(from);
    const own = !people.proven && head.size > me && from <= me && me < from + limits.pageEntries;
    if (own && this.#ownPage.asked(device.headAt, now)) alarm(device, 'forgedKeys');
    device.out.push({ type: 'send', message: { t: 'page', id: 0, from } });
  }

  /** A question that got no answer is asked again after a while. */
  #isNew(question: string, now: number): boolean {
    const asked = this.#asked.get(question);
    if (asked !== undefined && now - asked < askAgainMs) return false;
    this.#asked.clear();
    this.#asked.set(question, now);
    return true;
  }
}
