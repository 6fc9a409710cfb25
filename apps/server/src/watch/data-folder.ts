import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../fault.ts';

const everyMs = 5_000;
const probe = Buffer.alloc(8_192, 'stoa');

/** Writes a little into the folder, down to the disk. Undefined: done; else the system's word for why not. */
export async function tryToWrite(folder: string): Promise<string | undefined> {
  const file = join(folder, `.writable-${process.pid}`);
  try {
    const handle = await open(file, 'w', 0o600);
    try {
      await handle.writeFile(probe);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return undefined;
  } catch (error) {
    return systemCode(error) ?? 'unknown';
  } finally {
    await unlink(file).catch(() => undefined);
  }
}

/** Whether the data folder can be written: a full or read-only disk is said before anything is lost to it. */
export class DataFolder {
  #why: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param onChange the word for why it cannot be written, undefined when it can again */
  watch(folder: string, onChange: (why: string | undefined) => void): void {
    const look = async () => {
      const why = await tryToWrite(folder);
      if (why === this.#why) return;
      this.#why = why;
      onChange(why);
    };
    this.#timer = setInterval(() => void look(), everyMs).unref();
  }

  get isWritable(): boolean {
    return this.#why === undefined;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
