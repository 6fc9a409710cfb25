import {
  type ClientMessageOf,
  encodeServerMessage,
  type Leaf,
  leaf,
  pad,
  type ServerMessageOf,
  type WireEpochWrap,
  type WireHead,
} from '@stoa/protocol';
import { fenceOfCard, writeFence } from '@stoa/protocol/fleet';

const treeDepth = 20;
const sizesKept = 512;
const turnsKept = 64;
const epochsKept = 16;
/** Of all epochs that are kept; an epoch of a very scattered room has thousands. */
const wrapsKept = 4_096;

/** What stewards said that somebody may still need. */
export type KeptHeads = {
  readonly head: WireHead;
  readonly card: Uint8Array<ArrayBuffer>;
  readonly by: Leaf;
  readonly sizes: Iterable<readonly [number, number]>;
  readonly removed: Iterable<Leaf>;
  readonly wraps: readonly WireEpochWrap[];
  readonly turns: readonly WireHead[];
  readonly epochs: readonly { readonly head: WireHead; readonly wraps: readonly WireEpochWrap[] }[];
  readonly rewraps: Iterable<readonly [Leaf, Uint8Array<ArrayBuffer>]>;
};

type StageEntries = ServerMessageOf<'head'>['stageEntries'];

/** The newest signed head and what opens it: control checks the order and cuts each member its part. */
export class HeadStore {
  #head: WireHead;
  #card: Uint8Array<ArrayBuffer>;
  /** Wraps of the current epoch. */
  #wraps: readonly WireEpochWrap[] = [];
  /** New trees of the current generation, sealed to one member each. */
  readonly #rewraps: Map<Leaf, Uint8Array<ArrayBuffer>>;
  readonly #sizes: Map<number, number>;
  readonly #removed: Set<Leaf>;
  /** Heads at which another steward or another generation begins, each after the one before it. */
  readonly #turns: WireHead[];
  /** The last heads at which an epoch began: what people wrote in it opens with nothing else. */
  readonly #epochs: { readonly head: WireHead; readonly wraps: readonly WireEpochWrap[] }[];
  #by: Leaf;
  /** Rises with each head. */
  version = 0;

  constructor(first: Pick<KeptHeads, 'head' | 'card'> & Partial<KeptHeads>) {
    const { head, card } = first;
    this.#head = head;
    this.#card = card;
    this.#sizes = new Map(first.sizes ?? [[head.seq, head.size]]);
    this.#by = first.by ?? leaf(0);
    this.#removed = new Set(first.removed);
    this.#wraps = first.wraps ?? [];
    this.#turns = [...(first.turns ?? [])];
    this.#epochs = [...(first.epochs ?? [])];
    this.#rewraps = new Map(first.rewraps);
  }

  /** All of it, for whoever takes the room over. */
  get kept(): KeptHeads {
    return {
      head: this.#head,
      card: this.#card,
      by: this.#by,
      sizes: this.#sizes,
      removed: this.#removed,
      wraps: this.#wraps,
      turns: this.#turns,
      epochs: this.#epochs,
      rewraps: this.#rewraps,
    };
  }

  get head(): WireHead {
    return this.#head;
  }

  /** What newcomers get to check the link against. */
  get card(): Uint8Array<ArrayBuffer> {
    return this.#card;
  }

  /** Leaves that signed heads have revoked so far. */
  get removed(): Leaf[] {
    return [...this.#removed];
  }

  /** How many entries the head of this number covered; undefined when that is too long ago. */
  sizeAt(seq: number): number | undefined {
    return this.#sizes.get(seq);
  }

  /**
   * Whoever was away knows who signs by the heads in between: of those, the ones at which that changed, the oldest first.
   * A steward that is new to it stands on the head before, as a moderator. And the ones at which an epoch began, with what this leaf
   * needs of it, so that it can read what was written meanwhile.
   */
  missed(seq: number, leaf: Leaf): ServerMessageOf<'head'>[] {
    const between = (head: WireHead) => head.seq > seq && head.seq < this.#head.seq;
    const out = new Map<number, ServerMessageOf<'head'>>();
    const sent = (head: WireHead, keys: Pick<ServerMessageOf<'head'>, 'wraps' | 'rewrap'>) =>
      out.set(head.seq, { t: 'head', head, ...keys, removed: [], stageEntries: [] });
    for (const head of this.#turns.filter(between)) sent(head, { wraps: [] });
    for (const { head, wraps } of this.#epochs) {
      if (!between(head)) continue;
      const wrap = wraps.find((each) => covers(each, leaf));
      const rewrap = head.generation === this.#head.generation ? this.#rewraps.get(leaf) : undefined;
      sent(head, { wraps: wrap ? [wrap] : [], ...(rewrap && wraps.length === 0 && { rewrap }) });
    }
    return [...out.values()].sort((a, b) => a.head.seq - b.head.seq);
  }

  /** False for a head that does not follow the newest one: it changes nothing. */
  accept(message: ClientMessageOf<'head'>, logSize: number, by: Leaf): boolean {
    const { head } = message;
    const old = this.#head;
    if (head.seq !== old.seq + 1 || head.size < old.size || head.size > logSize) return false;
    if (head.generation < old.generation) return false;
    if (head.generation === old.generation && head.epoch < old.epoch) return false;
    const generationBegins = head.generation > old.generation;
    if (generationBegins) this.#rewraps.clear();
    if (generationBegins || head.epoch > old.epoch || message.wraps.length > 0) this.#wraps = message.wraps;
    for (const rewrap of message.rewraps) this.#rewraps.set(rewrap.leaf, rewrap.bytes);
    for (const gone of message.removed) this.#removed.add(gone);
    // A new generation's steward says what the opener said of places, or newcomers see the card of before.
    if (message.card && saysSamePlaces(this.#card, message.card)) this.#card = message.card;
    if (generationBegins || by !== this.#by) {
      if (this.#turns.at(-1) !== old) this.#turns.push(old);
      this.#turns.push(head);
      this.#turns.splice(0, this.#turns.length - turnsKept);
    }
    if (generationBegins || head.epoch > old.epoch) this.#keepEpoch(head, message.wraps);
    this.#by = by;
    this.#head = head;
    this.version++;
    this.#sizes.set(head.seq, head.size);
    this.#sizes.delete(head.seq - sizesKept);
    return true;
  }

  #keepEpoch(head: WireHead, wraps: readonly WireEpochWrap[]): void {
    this.#epochs.push({ head, wraps });
    let all = this.#epochs.reduce((sum, epoch) => sum + epoch.wraps.length, 0);
    while (this.#epochs.length > epochsKept || all > wrapsKept)
      all -= this.#epochs.shift()?.wraps.length ?? 0;
  }

  /** The one wrap of the current epoch that covers this leaf. */
  wrapFor(leaf: Leaf): WireEpochWrap | undefined {
    return this.#wraps.find((wrap) => covers(wrap, leaf));
  }

  /** For somebody who missed some heads, or all. */
  catchUp(leaf: Leaf, steward: boolean, stageEntries: StageEntries): ServerMessageOf<'head'> {
    const rewrap = this.#rewraps.get(leaf);
    const wrap = this.wrapFor(leaf);
    return {
      t: 'head',
      head: this.#head,
      wraps: steward ? [...this.#wraps] : wrap ? [wrap] : [],
      ...(rewrap ? { rewrap } : {}),
      ...(this.#rewraps.size > 0 ? { card: this.#card } : {}),
      removed: steward ? this.removed : [],
      stageEntries,
    };
  }
}

/** Texts of one accepted head for all its readers: few differ, so each distinct one is encoded once. */
export class HeadTexts {
  readonly #message: ClientMessageOf<'head'>;
  readonly #stageEntries: StageEntries;
  readonly #texts = new Map<WireEpochWrap | 'none' | 'steward', string>();
  readonly #rewraps: ReadonlyMap<Leaf, Uint8Array<ArrayBuffer>>;

  constructor(message: ClientMessageOf<'head'>, stageEntries: StageEntries) {
    this.#message = message;
    this.#stageEntries = stageEntries;
    this.#rewraps = new Map(message.rewraps.map(({ leaf, bytes }) => [leaf, bytes]));
  }

  for(leaf: Leaf, steward: boolean): string {
    const { wraps } = this.#message;
    const wrap = steward ? undefined : wraps.find((each) => covers(each, leaf));
    const key = steward ? 'steward' : (wrap ?? 'none');
    let text = this.#texts.get(key);
    if (!text) {
      text = this.#encode(steward ? wraps : wrap ? [wrap] : [], steward);
      this.#texts.set(key, text);
    }
    const rewrap = this.#rewraps.get(leaf);
    return rewrap ? withRewrap(text, rewrap) : text;
  }

  #encode(wraps: readonly WireEpochWrap[], steward: boolean): string {
    const { head, card, removed } = this.#message;
    return encodeServerMessage({
      t: 'head',
      head,
      wraps: [...wraps],
      ...(card ? { card } : {}),
      removed: steward ? removed : [],
      stageEntries: this.#stageEntries,
    });
  }
}

/** Does the subtree of this wrap hold the leaf? */
export const covers = (wrap: WireEpochWrap, leaf: Leaf): boolean =>
  Math.floor(leaf / 2 ** (treeDepth - wrap.depth)) === wrap.index;

/** The one field in which thousands of texts of a new generation differ is written into the text itself. */
function withRewrap(text: string, rewrap: Uint8Array<ArrayBuffer>): string {
  const json = text.trimEnd().slice(0, -1);
  return pad(`${json},"rewrap":"${Buffer.from(rewrap).toString('base64url')}"}`);
}

function saysSamePlaces(before: Uint8Array, after: Uint8Array): boolean {
  const [a, b] = [fenceOfCard(before), fenceOfCard(after)];
  return a !== undefined && b !== undefined && writeFence(a) === writeFence(b);
}
