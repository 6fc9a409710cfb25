/** How large a run is: people, seconds, rounds. Words are what a run is made with, such as a folder. */
export type Size = Readonly<Record<string, number | string>>;
/** What was seen, in figures and words. */
export type Seen = Readonly<Record<string, number | string>>;

/** One case: breaks something in a system that runs, and throws unless what has to hold held. */
export type Fault = {
  readonly name: `${'F' | 'O' | 'G'}${number}`;
  readonly title: string;
  /** What a run of this size does, in a sentence. */
  done(size: Size): string;
  /** What has to hold, in a sentence; `run` throws where it does not. */
  readonly holds: string;
  /** For every change of the code, and as the case asks for it. */
  readonly sizes: { readonly small: Size; readonly full: Size };
  /** Longest that the small run may take, in seconds. */
  readonly seconds?: number;
  /** @param chance from the seed, 0 up to 1: the same seed breaks the same things in the same order */
  run(size: Size, chance: () => number, within: Within): Promise<Seen>;
};

/**
 * Throws unless a figure of time or loss keeps its limit. A run by hand is held to the limit itself; a test, beside which
 * the machine does other work, to a multiple of it.
 */
export type Within = (value: number, limit: number, sentence: string) => void;

export const withinTimes =
  (times: number): Within =>
  (value, limit, sentence) =>
    mustHold(value <= limit * times, sentence);

/** Fails a case with its own figures in the sentence. */
export function mustHold(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

export function the(size: Size, name: string): number {
  const value = size[name];
  if (typeof value !== 'number') throw new Error(`This run has no size called ${name}.`);
  return value;
}

/** Of a list, not empty: by nearest rank. */
export function quantile(list: readonly number[], share: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
