import { type IdList, wordsPerId } from './id-list.ts';

const firstPlaces = 64;
const firstLinks = 64;
/** Ends a chain, and marks a free place. */
const none = -1;

/**
 * Which numbers (slots of rooms, say) belong to an id, each with how often it was added. A hash table in typed arrays:
 * about 45 bytes an id, nothing for the garbage collector to follow, and a miss, the usual answer, costs one look.
 * Ids are random and given by the server, so their own bits are the hash.
 */
export class IdIndex {
  #keys = new Uint32Array(firstPlaces * wordsPerId);
  #heads = new Int32Array(firstPlaces).fill(none);
  #mask = firstPlaces - 1;
  #ids = 0;

  #values = new Int32Array(firstLinks);
  #times = new Int32Array(firstLinks);
  #next = new Int32Array(firstLinks);
  #usedLinks = 0;
  #freeLink = none;

  /** Different ids that have something. */
  get size(): number {
    return this.#ids;
  }

  /** The first link of the id at `at` in `ids`, or -1: `for (let l = first(ids, at); l >= 0; l = next(l)) value(l)`. */
  first(ids: IdList, at: number): number {
    return this.#heads[this.#placeOf(ids, at)]!;
  }
  next(link: number): number {
    return this.#next[link]!;
  }
  value(link: number): number {
    return this.#values[link]!;
  }

  /** How often the value was added to the id and not taken away. */
  times(ids: IdList, at: number, value: number): number {
    const link = this.#find(this.first(ids, at), value);
    return link === none ? 0 : this.#times[link]!;
  }

  add(ids: IdList, at: number, value: number): void {
    let place = this.#placeOf(ids, at);
    const link = this.#find(this.#heads[place]!, value);
    if (link !== none) {
      this.#times[link]! += 1;
      return;
    }
    if (this.#heads[place] === none) {
      if ((this.#ids + 1) * 5 > this.#heads.length * 3) {
        this.#grow();
        place = this.#placeOf(ids, at);
      }
      for (let word = 0; word < wordsPerId; word += 1) {
        this.#keys[place * wordsPerId + word] = ids[at + word]!;
      }
      this.#ids += 1;
    }
    this.#heads[place] = this.#newLink(value, this.#heads[place]!);
  }

  /** Takes one addition back. Without one nothing happens. */
  remove(ids: IdList, at: number, value: number): void {
    const place = this.#placeOf(ids, at);
    let before = none;
    let link = this.#heads[place]!;
    while (link !== none && this.#values[link] !== value) {
      before = link;
      link = this.#next[link]!;
    }
    if (link === none) return;
    this.#times[link]! -= 1;
    if (this.#times[link]! > 0) return;
    if (before === none) this.#heads[place] = this.#next[link]!;
    else this.#next[before] = this.#next[link]!;
    this.#next[link] = this.#freeLink;
    this.#freeLink = link;
    if (this.#heads[place] === none) this.#free(place);
  }

  #find(head: number, value: number): number {
    let link = head;
    while (link !== none && this.#values[link] !== value) link = this.#next[link]!;
    return link;
  }

  #home(keys: Uint32Array, at: number): number {
    return (keys[at]! ^ Math.imul(keys[at + 1]!, 0x9e3779b1) ^ (keys[at + 3]! >>> 7)) & this.#mask;
  }

  /** Where the id is, or the free place where it would be. */
  #placeOf(ids: IdList, at: number): number {
    const keys = this.#keys;
    let place = this.#home(ids, at);
    while (this.#heads[place] !== none) {
      const k = place * wordsPerId;
      if (
        keys[k] === ids[at] &&
        keys[k + 1] === ids[at + 1] &&
        keys[k + 2] === ids[at + 2] &&
        keys[k + 3] === ids[at + 3]
      )
        return place;
      place = (place + 1) & this.#mask;
    }
    return place;
  }

  /** Moves later ids of the run forward, so that no look-up ends too early (Knuth, volume 3, 6.4, algorithm R). */
  #free(place: number): void {
    this.#ids -= 1;
    let hole = place;
    let seen = place;
    for (;;) {
      seen = (seen + 1) & this.#mask;
      if (this.#heads[seen] === none) return;
      const home = this.#home(this.#keys, seen * wordsPerId);
      if (((seen - home) & this.#mask) < ((seen - hole) & this.#mask)) continue;
      this.#heads[hole] = this.#heads[seen]!;
      this.#keys.copyWithin(hole * wordsPerId, seen * wordsPerId, (seen + 1) * wordsPerId);
      this.#heads[seen] = none;
      hole = seen;
    }
  }

  #newLink(value: number, next: number): number {
    let link = this.#freeLink;
    if (link !== none) this.#freeLink = this.#next[link]!;
    else {
      link = this.#usedLinks;
      this.#usedLinks += 1;
      if (link >= this.#values.length) {
        this.#values = doubled(this.#values);
        this.#times = doubled(this.#times);
        this.#next = doubled(this.#next);
      }
    }
    this.#values[link] = value;
    this.#times[link] = 1;
    this.#next[link] = next;
    return link;
  }

  #grow(): void {
    const keys = this.#keys;
    const heads = this.#heads;
    this.#keys = new Uint32Array(keys.length * 2);
    this.#heads = new Int32Array(heads.length * 2).fill(none);
    this.#mask = this.#heads.length - 1;
    for (let old = 0; old < heads.length; old += 1) {
      if (heads[old] === none) continue;
      const at = old * wordsPerId;
      const place = this.#placeOf(keys, at);
      this.#keys.set(keys.subarray(at, at + wordsPerId), place * wordsPerId);
      this.#heads[place] = heads[old]!;
    }
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
