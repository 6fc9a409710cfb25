/** What is known of each voice. A voice is a seat number together with the leaf that sits on it. */
import type { Level } from './frame-format.ts';
import type { FrameKeeper } from './key-source.ts';
import { ProofChecker, type Verified } from './proof-checker.ts';
import { ReplayWindow, type WindowFault } from './replay-window.ts';

export interface Voice {
  readonly leaf: number;
  readonly sender: number;
  /** `now()` of the last frame that was given out. */
  readonly lastHeardAt: number;
  readonly level: Level;
  /** 'failed': the voice is silent here until its blocks check again, or for good after a mismatch. */
  readonly verified: Verified;
}

/** More voices than one signed stage can name; beyond it the one not heard for longest is forgotten. */
const MAX_VOICES = 512;

export class VoiceEntry {
  readonly leaf: number;
  readonly sender: number;
  readonly window = new ReplayWindow();
  readonly proof: ProofChecker;
  lastHeardAt = 0;
  level: Level = 0;
  /** A strict room's: it has this entry because a frame of it was signed, and its blocks are not looked at. */
  signed = false;
  /** The same voice at another place of its clock, unheard until a signed block proves that it is there. */
  #trial: VoiceEntry | undefined;
  readonly #keeper: FrameKeeper | undefined;

  constructor(sender: number, leaf: number, keeper: FrameKeeper | undefined) {
    this.sender = sender;
    this.leaf = leaf;
    this.#keeper = keeper;
    this.proof = new ProofChecker(sender, keeper);
  }

  get verified(): Verified {
    return this.signed ? 'verified' : this.proof.verified;
  }

  heard(at: number, level: Level): void {
    this.lastHeardAt = at;
    this.level = level;
  }

  /**
   * Whether frames with this fault may show by a signed block that the clock is elsewhere: ahead, because one of the two
   * devices slept; or behind, if what came first was never proven.
   */
  mayMove(fault: WindowFault): boolean {
    if (this.proof.contradicted || fault === 'replayed') return false;
    return fault === 'ahead' || !this.proof.everValid;
  }

  /** The trial that a CTR outside the window belongs to, begun anew if it does not follow on; undefined for a replay. */
  trial(ctr: number, now: number): VoiceEntry | undefined {
    if (this.#trial?.proof.contradicted) this.#trial = undefined;
    const fault = this.#trial?.window.fault(ctr, now);
    if (fault === 'replayed') return undefined;
    if (this.#trial === undefined || fault !== undefined)
      this.#trial = new VoiceEntry(this.sender, this.leaf, this.#keeper);
    return this.#trial;
  }
}

export class VoiceTable {
  readonly #entries = new Map<number, VoiceEntry>();
  readonly #keeper: FrameKeeper | undefined;

  constructor(keeper: FrameKeeper | undefined) {
    this.#keeper = keeper;
  }

  find(sender: number, leaf: number): VoiceEntry | undefined {
    return this.#entries.get(leaf * 256 + sender);
  }

  findOrAdd(sender: number, leaf: number): VoiceEntry {
    const known = this.find(sender, leaf);
    if (known !== undefined) return known;
    if (this.#entries.size >= MAX_VOICES) this.#forgetOne();
    const entry = new VoiceEntry(sender, leaf, this.#keeper);
    this.#entries.set(leaf * 256 + sender, entry);
    return entry;
  }

  /** A trial that was proven takes the place of the voice. */
  replace(entry: VoiceEntry): void {
    const before = this.find(entry.sender, entry.leaf);
    if (before !== undefined) entry.window.remember(before.window);
    this.#entries.set(entry.leaf * 256 + entry.sender, entry);
  }

  list(): Voice[] {
    return Array.from(this.#entries.values(), (entry) => ({
      leaf: entry.leaf,
      sender: entry.sender,
      lastHeardAt: entry.lastHeardAt,
      level: entry.level,
      verified: entry.verified,
    }));
  }

  #forgetOne(): void {
    let oldestId: number | undefined;
    let oldestAt = Number.POSITIVE_INFINITY;
    for (const [id, entry] of this.#entries) {
      if (entry.lastHeardAt < oldestAt) {
        oldestAt = entry.lastHeardAt;
        oldestId = id;
      }
    }
    if (oldestId !== undefined) this.#entries.delete(oldestId);
  }
}
