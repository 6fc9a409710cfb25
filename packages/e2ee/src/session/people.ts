import { provesInclusion } from '@stoa/protocol';
import { type AccountBinding, bindingHolds } from '../admission/binding.ts';
import type { SignedEntry } from '../admission/entry.ts';
import type { Head } from '../admission/head.ts';
import { openProfile, type Profile } from '../admission/profile.ts';
import type { Bytes } from '../keys/layout.ts';
import type { Verifier } from '../keys/signature.ts';

const rootsKept = 64;

/** Who is who: names from entries that a steward's signature or the signed roster root vouches for. */
export class People {
  readonly #names = new Map<number, string>();
  /** Participant keys, by a vouched entry or a signed head. */
  readonly #keys = new Map<number, Bytes>();
  /** Whom a signed head put out. */
  readonly #putOut = new Set<number>();
  readonly #gone = new Set<number>();
  /** Whose account somebody is, once that has checked; and what has yet to be checked. */
  readonly #accounts = new Map<number, AccountBinding>();
  #claims: { readonly leaf: number; readonly key: Bytes; readonly binding: AccountBinding }[] = [];
  /** Participant keys of everybody seen to be a moderator, and the last generation that saw them as one. */
  readonly #stewards = new Map<number, { readonly key: Bytes; readonly generation: number }>();
  readonly #roots = new Map<
    number,
    { readonly root: Bytes; readonly size: number; readonly state: string }
  >();
  /** Positions from which a page of the log is wanted. */
  readonly wanted = new Set<number>();
  /** Rises whenever something that is shown changes. */
  version = 0;
  /** Of which heads everybody was shown, as `whoIsIn` says. */
  complete = '';
  /** Was this device's own entry seen under a signed root? */
  proven = false;

  noteHead(head: Head): void {
    this.#roots.set(head.seq, { root: head.rosterRoot, size: head.size, state: whoIsIn(head) });
    for (const seq of this.#roots.keys()) {
      if (this.#roots.size <= rootsKept) break;
      this.#roots.delete(seq);
    }
    const { generation } = head;
    for (const { leaf, key, role } of head.stage) {
      this.#keys.set(leaf, key);
      if (role === 'moderator') this.#stewards.set(leaf, { key, generation });
    }
    for (const leaf of head.removedNow) {
      this.#gone.add(leaf);
      this.#putOut.add(leaf);
    }
  }

  noteGone(leaves: Iterable<number>): void {
    for (const leaf of leaves) {
      if (!this.#gone.has(leaf)) this.version++;
      this.#gone.add(leaf);
    }
  }

  /** Of a moderator of this generation. A removal begins another one, so one who was put out before is none of it. */
  stewardKey(leaf: number, generation: number): Bytes | undefined {
    const known = this.#stewards.get(leaf);
    return known?.generation === generation ? known.key : undefined;
  }

  /** Is the entry signed by somebody known to be, or to have been, a steward of this generation? */
  async signed(
    entry: SignedEntry,
    generation: number,
    verifier: Verifier,
  ): Promise<'yes' | 'no' | 'unknown'> {
    const key = this.stewardKey(entry.stewardLeaf, generation);
    if (!key) return 'unknown';
    return (await verifier.verify(key, entry.signature, entry.signed)) ? 'yes' : 'no';
  }

  /** Undefined when the head that the page refers to is not known here. */
  proves(headSeq: number, index: number, entry: Uint8Array, path: Uint8Array): boolean | undefined {
    const known = this.#roots.get(headSeq);
    return known && provesInclusion(entry, index, known.size, path, known.root);
  }

  /** A page from the start was proven: is that everybody whom its head covers? */
  notePage(headSeq: number, entries: number): void {
    const known = this.#roots.get(headSeq);
    if (known && entries >= known.size) this.complete = known.state;
  }

  /** The entry is vouched for. */
  add(entry: SignedEntry, rosterKeys: readonly Bytes[]): void {
    if (this.#names.has(entry.leaf)) return;
    this.#keys.set(entry.leaf, entry.key);
    for (const rosterKey of rosterKeys) {
      const profile = openProfile(rosterKey, entry.leaf, entry.key, entry.sealedProfile);
      if (!profile) continue;
      this.know(entry.leaf, profile, entry.key);
      return;
    }
  }

  know(leaf: number, { name, binding }: Profile, key: Bytes): void {
    this.#names.set(leaf, name);
    this.#keys.set(leaf, key);
    if (binding) this.#claims.push({ leaf, key, binding });
    this.version++;
  }

  /** A binding that does not hold is as none: the name stands, without an account. */
  async checkBindings(room: Bytes, verifier: Verifier): Promise<void> {
    const claims = this.#claims;
    this.#claims = [];
    for (const { leaf, key, binding } of claims) {
      if (!(await bindingHolds(binding, room, key, verifier))) continue;
      this.#accounts.set(leaf, binding);
      this.version++;
    }
  }

  binding(leaf: number): AccountBinding | undefined {
    return this.#accounts.get(leaf);
  }

  /** The key that proves what this leaf writes; undefined while nobody vouches for it. */
  authorKey(leaf: number): Bytes | undefined {
    return this.#keys.get(leaf);
  }

  wasPutOut(leaf: number): boolean {
    return this.#putOut.has(leaf);
  }

  name(leaf: number): string {
    return this.#names.get(leaf) ?? '';
  }

  isGone(leaf: number): boolean {
    return this.#gone.has(leaf);
  }

  /** Everybody whose name is known, in the order of admission. */
  leaves(): number[] {
    return [...this.#names.keys()].sort((a, b) => a - b);
  }
}

/** Changes whenever somebody came or went. */
export const whoIsIn = ({ size, present }: Pick<Head, 'size' | 'present'>): string => `${size} ${present}`;
