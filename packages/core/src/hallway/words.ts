import type { IdList } from './id-list.ts';

/**
 * Who may find a room: everybody; people whom its moderators or speakers follow; the members of its club; the invited.
 */
export type RoomKind = 'open' | 'social' | 'club' | 'closed';

/** Up to 64 topics, or languages, as bits: numbers 0 to 31 in `low`, 32 to 63 in `high`. */
export type Choice = { readonly low: number; readonly high: number };

export type RoomFacts = {
  readonly kind: RoomKind;
  /** One id. A club's room that is not of kind `club` is open to others too. */
  readonly club: IdList | undefined;
  readonly topics: Choice;
  readonly languages: Choice;
  /** Open rooms: people without an account may listen. */
  readonly guests: boolean;
};

/** What is known of the person who looks. */
export type Viewer = {
  /** One id; empty for somebody without an account. */
  readonly id: IdList;
  readonly follows: IdList;
  /** Whom this person has blocked, and who has blocked this person. */
  readonly blocked: IdList;
  readonly clubs: IdList;
  readonly topics: Choice;
  readonly languages: Choice;
};

/** A room's place in the hallway: a small number, given to another room later. */
export type Slot = number;

/** A room as one person finds it, and why it stands where it does. */
export type Found = {
  readonly slot: Slot;
  readonly score: number;
  readonly friendsOnStage: number;
  readonly friendsInAudience: number;
  /** Places in `viewer.follows` of up to three of them, people on stage first. */
  readonly friends: readonly number[];
  readonly ownClub: boolean;
  readonly invited: boolean;
};

/** @throws RangeError for numbers outside 0 to 63 */
export function choice(numbers: readonly number[]): Choice {
  let low = 0;
  let high = 0;
  for (const number of numbers) {
    if (!(Number.isInteger(number) && number >= 0 && number < 64))
      throw new RangeError('a choice is 0 to 63');
    if (number < 32) low |= 1 << number;
    else high |= 1 << (number - 32);
  }
  return { low, high };
}

/** The numbers that a choice was made of, the lowest first. */
export function numbersOf({ low, high }: Choice): number[] {
  const numbers: number[] = [];
  for (let left = low; left !== 0; left &= left - 1) numbers.push(lowestOf(left, 0));
  for (let left = high; left !== 0; left &= left - 1) numbers.push(lowestOf(0, left));
  return numbers;
}

/** The lowest number of a choice that is not empty. */
export const lowestOf = (low: number, high: number): number =>
  low !== 0 ? 31 - Math.clz32(low & -low) : 63 - Math.clz32(high & -high);

export const noChoice: Choice = { low: 0, high: 0 };
