import { type Profiler, Session } from 'node:inspector';

/** Which blocks of the reader's code have run, as V8 counts them. */
export class Coverage {
  /** Blocks that ran at least once, and all that were seen. */
  readonly reached = new Set<string>();
  readonly known = new Set<string>();
  private readonly session = new Session();
  private readonly folder: string;

  /** @param folder part of the addresses of the scripts that count */
  constructor(folder: string) {
    this.folder = folder;
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Adds what ran since the last call. @returns how many blocks ran for the first time */
  take(): number {
    let result: readonly Profiler.ScriptCoverage[] = [];
    // In its own process the inspector answers before `post` returns.
    this.session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error) throw error;
      result = answer.result;
    });
    const before = this.reached.size;
    for (const { url, functions } of result) {
      if (!url.includes(this.folder)) continue;
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          const block = `${url}:${startOffset}:${endOffset}`;
          this.known.add(block);
          if (count > 0) this.reached.add(block);
        }
      }
    }
    return this.reached.size - before;
  }

  stop(): void {
    this.session.post('Profiler.stopPreciseCoverage');
    this.session.disconnect();
  }
}
