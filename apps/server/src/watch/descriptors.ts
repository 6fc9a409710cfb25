import { readdir, readFile } from 'node:fs/promises';

export type DescriptorUse = { readonly used: number; readonly limit: number };

/**
 * Whether nobody new should be let in: so few descriptors are left that files, relays and the database could miss
 * theirs.
 */
export function tight({ used, limit }: DescriptorUse): boolean {
  return used > limit - Math.min(256, Math.max(24, Math.floor(limit / 10)));
}

/** "Max open files  <soft>  <hard>  files" in `/proc/self/limits`; undefined: not Linux, or without a limit. */
export function limitIn(limits: string): number | undefined {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? undefined : Number(soft);
}

const everyMs = 1_000;
const ownLimit = async () => limitIn(await readFile('/proc/self/limits', 'utf8').catch(() => ''));

/** How many descriptors this process has open, counted each second; sockets that come between are added. */
export class Descriptors {
  #limit: number;
  #used = 0;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(limit: number) {
    this.#limit = limit;
  }

  /** Undefined where the system does not say its limit. */
  static async watch(onChange: (tight: boolean) => void): Promise<Descriptors | undefined> {
    const limit = await ownLimit();
    if (limit === undefined) return undefined;
    const descriptors = new Descriptors(limit);
    await descriptors.#count();
    let was = false;
    const look = async () => {
      await descriptors.#count();
      if (descriptors.isTight === was) return;
      was = descriptors.isTight;
      onChange(was);
    };
    descriptors.#timer = setInterval(() => void look(), everyMs).unref();
    return descriptors;
  }

  get isTight(): boolean {
    return tight({ used: this.#used + this.#since, limit: this.#limit });
  }

  /** Somebody connected. */
  opened(): void {
    this.#since += 1;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #count(): Promise<void> {
    // Where even this fails, there is none left.
    const open = await readdir('/proc/self/fd').catch(() => undefined);
    // It can be changed from outside (prlimit).
    this.#limit = (open && (await ownLimit())) ?? this.#limit;
    this.#used = open?.length ?? this.#limit;
    this.#since = 0;
  }
}
