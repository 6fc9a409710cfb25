/** Turns payloads back into Opus frames, or into the reason why not. */
import {
  AAD_BYTES,
  CIPHERTEXT_AT,
  chunkPresent,
  fillAad,
  fillNonce,
  GCM_TAG_BITS,
  type HeaderFault,
  headerFault,
  type Level,
  opusLength,
  readCtr,
  readKid,
  readLevel,
  shapeOf,
} from './frame-format.ts';
import type { FrameKeeper, FrameKeySource, OpeningKey } from './key-source.ts';
import type { WindowFault } from './replay-window.ts';
import { frameIsSigned } from './signed-frame.ts';
import { type Voice, type VoiceEntry, VoiceTable } from './voice-table.ts';

/**
 * empty: nothing in it · size, header: not our format · filler: the relay's · refused: the sender may not be heard now ·
 * unknown-key: its key did not come within 2 s · queue-full: too many frames wait · late, ahead, replayed: see ReplayWindow ·
 * unauthentic: the tag does not check · malformed: sealed with the key, but not our plaintext ·
 * unproven: the voice has failed its signed blocks · forged: a strict room's frame that the speaker did not sign.
 */
export type DropReason =
  | HeaderFault
  | WindowFault
  | 'refused'
  | 'unknown-key'
  | 'queue-full'
  | 'unauthentic'
  | 'malformed'
  | 'unproven'
  | 'forged';

export interface OpenedFrame {
  /** 1 to 127 bytes in a buffer of its own. */
  readonly opus: Uint8Array<ArrayBuffer>;
  readonly leaf: number;
  readonly sender: number;
  readonly level: Level;
  readonly ctr: number;
}

export interface OpenerPorts {
  readonly subtle: SubtleCrypto;
  /** Milliseconds that only go forward. */
  now(): number;
  /** Resolves after so many milliseconds. Used only while a frame waits for its key. */
  delay(millis: number): Promise<void>;
  readonly keeper?: FrameKeeper;
}

export interface FrameOpener {
  /** Never rejects. Frames of one sender resolve in the order of the calls. `payload` must not change until then. */
  open(payload: Uint8Array): Promise<OpenedFrame | DropReason>;
  /** Every voice heard, the longest known first. */
  voices(): Voice[];
  /** Frames opened and dropped, by reason. */
  counts(): Readonly<Record<DropReason | 'opened', number>>;
}

export const KEY_WAIT_MILLIS = 2000;
/** Four slots, 50 frames a second, two seconds. */
export const MAX_PENDING = 400;
const POLL_MILLIS = 20;

export function createFrameOpener(source: FrameKeySource, ports: OpenerPorts): FrameOpener {
  return new Opener(source, ports);
}

class Opener implements FrameOpener {
  readonly #source: FrameKeySource;
  readonly #ports: OpenerPorts;
  readonly #table: VoiceTable;
  readonly #aad = new Uint8Array(AAD_BYTES);
  readonly #nonce = new Uint8Array(12);
  readonly #params: AesGcmParams = {
    name: 'AES-GCM',
    iv: this.#nonce,
    additionalData: this.#aad,
    tagLength: GCM_TAG_BITS,
  };
  /** A chain for each sender, so that one whose key is missing holds up nobody else. At most 255. */
  readonly #tails = new Map<number, Promise<OpenedFrame | DropReason>>();
  readonly #counts: Record<DropReason | 'opened', number> = {
    opened: 0,
    empty: 0,
    size: 0,
    header: 0,
    filler: 0,
    refused: 0,
    'unknown-key': 0,
    'queue-full': 0,
    late: 0,
    ahead: 0,
    replayed: 0,
    unauthentic: 0,
    malformed: 0,
    unproven: 0,
    forged: 0,
  };
  #pending = 0;

  constructor(source: FrameKeySource, ports: OpenerPorts) {
    this.#source = source;
    this.#ports = ports;
    this.#table = new VoiceTable(ports.keeper);
  }

  voices(): Voice[] {
    return this.#table.list();
  }

  counts(): Readonly<Record<DropReason | 'opened', number>> {
    return this.#counts;
  }

  open(payload: Uint8Array): Promise<OpenedFrame | DropReason> {
    const fault = headerFault(payload) ?? (this.#pending >= MAX_PENDING ? 'queue-full' : undefined);
    if (fault !== undefined) return Promise.resolve(this.#count(fault));
    const sender = payload[2]!;
    const arrived = this.#ports.now();
    const before = this.#tails.get(sender) ?? Promise.resolve();
    this.#pending++;
    const result = before
      .then(() => this.#open(payload, arrived))
      .catch((): DropReason => 'unauthentic')
      .then((outcome) => {
        this.#pending--;
        return this.#count(outcome);
      });
    this.#tails.set(sender, result);
    return result;
  }

  async #open(payload: Uint8Array, arrived: number): Promise<OpenedFrame | DropReason> {
    const kid = readKid(payload);
    const ctr = readCtr(payload);
    let key = this.#source.opening(kid);
    while (key === 'unknown') {
      if (this.#ports.now() - arrived >= KEY_WAIT_MILLIS) return 'unknown-key';
      await this.#ports.delay(POLL_MILLIS);
      key = this.#source.opening(kid);
    }
    if (key === 'refused') return 'refused';
    const shape = shapeOf(key.strict);
    if (payload.length !== shape.payloadBytes) return 'size';
    const sender = kid >> 8;
    const known = this.#table.find(sender, key.leaf);
    const fault = known?.window.fault(ctr, arrived);
    if (fault !== undefined && !mayMove(key, known!, fault)) return fault;

    const pt = await this.#decrypt(key, ctr, payload);
    if (pt === undefined) return 'unauthentic';
    if (!this.#stillAllowed(kid, key)) return 'refused';
    const length = opusLength(pt, shape);
    let entry: VoiceEntry;
    if (key.strict) {
      // Before anything is noted: whoever else has the key must not move the speaker's window either.
      if (length === undefined) return 'malformed';
      if (!(await frameIsSigned(key, payload, pt))) return 'forged';
      entry = this.#table.findOrAdd(sender, key.leaf);
      entry.signed = true;
      entry.window.mark(ctr, arrived);
    } else {
      const taken =
        fault === undefined ? this.#table.findOrAdd(sender, key.leaf) : known!.trial(ctr, arrived);
      if (taken === undefined) return 'replayed';
      entry = taken;
      entry.window.mark(ctr, arrived);
      if (length === undefined) return 'malformed';
      const heard = await entry.proof.take(key, ctr, payload, chunkPresent(pt) ? pt : undefined);
      if (fault !== undefined) {
        if (entry.verified !== 'verified') return fault;
        this.#table.replace(entry);
      }
      if (!heard) return 'unproven';
    }
    if (!this.#stillAllowed(kid, key)) return 'refused';
    const level = readLevel(payload);
    const at = this.#ports.now();
    entry.heard(at, level);
    this.#ports.keeper?.heard(key, ctr, payload, at);
    // An empty Opus frame is sealed like any other, but a decoder has no use for it.
    if (length === 0) return 'empty';
    const opus = pt.slice(shape.opusAt, shape.opusAt + length);
    return { opus, leaf: key.leaf, sender, level, ctr };
  }

  async #decrypt(
    key: OpeningKey,
    ctr: number,
    payload: Uint8Array,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    fillAad(this.#aad, payload, key.context);
    fillNonce(this.#nonce, key.salt, ctr);
    const sealed = payload.subarray(CIPHERTEXT_AT) as Uint8Array<ArrayBuffer>;
    // WebCrypto copies its inputs before it returns, so the shared nonce and AAD are free for the next sender at once.
    const opened = this.#ports.subtle.decrypt(this.#params, key.key, sealed);
    return opened.then(
      (bytes) => new Uint8Array(bytes),
      () => undefined,
    );
  }

  /** Asked again after every wait: a mute must also stop the frames that were under way. */
  #stillAllowed(kid: number, key: OpeningKey): boolean {
    const now = this.#source.opening(kid);
    return typeof now === 'object' && now.leaf === key.leaf;
  }

  #count<T extends OpenedFrame | DropReason>(outcome: T): T {
    const name: DropReason | 'opened' = typeof outcome === 'string' ? outcome : 'opened';
    this.#counts[name]++;
    return outcome;
  }
}

/** Whether a frame outside the window is looked at all the same; in a strict room its signature then says who moved. */
function mayMove(key: OpeningKey, entry: VoiceEntry, fault: WindowFault): boolean {
  return key.strict ? fault === 'ahead' : entry.mayMove(fault);
}
