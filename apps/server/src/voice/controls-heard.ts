import type { VoiceBulletin } from '@stoa/protocol/fleet';

/** Twice what lies between two words of a control that lives. */
const silentMs = 2_200;
/** Whoever is silent for longer has been replaced by now: its rooms are others', or over. */
const replacedMs = 10_000;

/** Which controls there are, and whether one of them may just be changing hands. Time is an argument. */
export class ControlsHeard {
  readonly #lives = new Map<string, { at: number; n: number }>();

  /** Which numbers of its news were missed before this one: those after `after`. Undefined: none. */
  heard({ life, n, news, ended }: VoiceBulletin, now: number): { readonly after: number } | undefined {
    const before = this.#lives.get(life);
    if (ended) {
      this.#lives.delete(life);
      return undefined;
    }
    const expected = before === undefined ? undefined : before.n + (news ? 1 : 0);
    const missed = expected !== undefined && n > expected;
    this.#lives.set(life, { at: now, n: missed ? before!.n : Math.max(n, before?.n ?? 0) });
    return missed ? { after: before!.n } : undefined;
  }

  /** Was this of its news told already? */
  knows(life: string, n: number): boolean {
    return n <= (this.#lives.get(life)?.n ?? -1);
  }

  /** Those that must answer before it is certain that a room is nowhere; undefined: it cannot be certain now. */
  all(now: number): readonly string[] | undefined {
    const all: string[] = [];
    for (const [life, { at }] of this.#lives) {
      const silent = now - at;
      if (silent >= replacedMs) this.#lives.delete(life);
      else if (silent >= silentMs) return undefined;
      else all.push(life);
    }
    return all.length > 0 ? all : undefined;
  }
}
