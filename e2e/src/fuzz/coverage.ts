import { type Profiler, Session } from 'node:inspector';

/**
 * Which source of some files ran, by V8's own counters. V8 tells a block apart only where its count differs from what is
 * around it, so what counts is which characters of each function ran, not which ranges were named.
 */
export class Coverage {
  readonly #session = new Session();
  readonly #files: readonly string[];
  readonly #ran = new Map<string, Uint8Array>();

  /** Ends of the paths of the files that count. */
  constructor(files: readonly string[]) {
    this.#files = files;
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How much of the functions that ran at all has run, 0 to 1. */
  get share(): number {
    let ran = 0;
    let all = 0;
    for (const characters of this.#ran.values()) {
      all += characters.length;
      for (const one of characters) ran += one;
    }
    return all === 0 ? 0 : ran / all;
  }

  /** Whether anything ran since the last call that never had before. With `peek` it stays new. */
  fresh(peek = false): boolean {
    let result: readonly Profiler.ScriptCoverage[] = [];
    // Calls back before it returns: the session is of this very thread.
    this.#session.post('Profiler.takePreciseCoverage', (_error, taken) => {
      result = taken?.result ?? [];
    });
    let found = false;
    for (const { url, functions } of result) {
      if (!this.#files.some((file) => url.endsWith(file))) continue;
      for (const { ranges } of functions) if (this.#note(url, ranges, peek)) found = true;
    }
    return found;
  }

  stop(): void {
    this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }

  /** The first range is the whole function; each later one lies inside an earlier one and says otherwise. */
  #note(url: string, ranges: readonly Profiler.CoverageRange[], peek: boolean): boolean {
    const [whole] = ranges;
    if (!whole || whole.count === 0) return false;
    const now = new Uint8Array(whole.endOffset - whole.startOffset);
    for (const { startOffset, endOffset, count } of ranges) {
      now.fill(count > 0 ? 1 : 0, startOffset - whole.startOffset, endOffset - whole.startOffset);
    }
    const name = `${url} ${whole.startOffset} ${whole.endOffset}`;
    const before = this.#ran.get(name);
    let found = before === undefined;
    for (let i = 0; i < now.length; i++) {
      if (now[i] === 1 && before?.[i] !== 1) found = true;
      if (before?.[i] === 1) now[i] = 1;
    }
    if (!peek) this.#ran.set(name, now);
    return found;
  }
}
