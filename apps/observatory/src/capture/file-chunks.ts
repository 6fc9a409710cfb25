import type { FileHandle } from 'node:fs/promises';

const CHUNK = 1 << 20;

/**
 * A file's bytes in large pieces. Two buffers take turns: while one is looked at, the system fills the other, so a
 * piece is good until the next but one is asked for.
 */
export async function* fileChunks(handle: FileHandle): AsyncGenerator<Uint8Array, void, void> {
  let current = Buffer.allocUnsafeSlow(CHUNK);
  let other = Buffer.allocUnsafeSlow(CHUNK);
  let reading = handle.read(current, 0, CHUNK);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      reading = handle.read(other, 0, CHUNK);
      yield current.subarray(0, bytesRead);
      [current, other] = [other, current];
    }
  } finally {
    // A reader that stops early must not close the file under a read in flight.
    await reading.catch(() => undefined);
  }
}
