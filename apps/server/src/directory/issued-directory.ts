import {
  type Directory,
  type Host,
  hostSchema,
  type SignedDirectory,
  signDirectory,
} from '@stoa/protocol/fleet';

export type DirectoryParts = {
  /** All hosts that traffic of rooms may touch, as far as they are known at this moment. */
  readonly hosts: () => readonly Host[];
  readonly sign: (message: Uint8Array) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly unix: () => number;
};

/** A directory is good for so long, and made anew long before. */
export const directoryRules = { lifeMs: 24 * 3_600_000, renewMs: 3_600_000 } as const;

/** The directory as it is given out: signed anew when a host came, changed or went, and before it is too old. */
export class IssuedDirectory {
  readonly #parts: DirectoryParts;
  #content = '';
  #serial = -1;
  #issued = Number.NEGATIVE_INFINITY;
  #signed: Promise<SignedDirectory> | undefined;

  constructor(parts: DirectoryParts) {
    this.#parts = parts;
  }

  current(): Promise<SignedDirectory> {
    const now = this.#parts.unix();
    const hosts = [...this.#parts.hosts()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const content = JSON.stringify(hosts);
    const age = now - this.#issued;
    if (this.#signed && content === this.#content && age >= 0 && age < directoryRules.renewMs) {
      return this.#signed;
    }
    this.#content = content;
    this.#issued = now;
    // Rises also over restarts and between processes, as far as their clocks do.
    this.#serial = Math.max(this.#serial + 1, now);
    const directory: Directory = {
      ...{ v: 1, serial: this.#serial, issued: now, expires: now + directoryRules.lifeMs },
      hosts: sound(hosts),
    };
    this.#signed = signDirectory(directory, async (message) => this.#parts.sign(message));
    return this.#signed;
  }
}

const mostHosts = 1_024;

/** One machine that says nonsense of itself, or takes another one's name, is left out: it spoils nothing for the others. */
function sound(hosts: readonly Host[]): Host[] {
  const byId = new Map<string, Host>();
  for (const host of hosts) {
    const read = hostSchema.safeParse(host);
    if (read.success && !byId.has(read.data.id)) byId.set(read.data.id, read.data);
  }
  return [...byId.values()].slice(0, mostHosts);
}
