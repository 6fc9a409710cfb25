import { randomInt } from 'node:crypto';
import { open } from 'node:fs/promises';
import { fileChunks } from './file-chunks.ts';
import { pushGunzipped } from './gunzip.ts';
import type { Limits } from './limits.ts';
import { CaptureMachine } from './machine.ts';
import type { CaptureSummary, CaptureVisitor } from './packet.ts';

export type ReadOptions = {
  readonly limits?: Partial<Limits>;
  /** Stops the reading: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
};

/**
 * Reads a pcap or pcapng file, also one compressed with gzip, in one pass with bounded memory.
 * A damaged file is no error: notes say what was wrong, and the summary what was read.
 * @throws what opening and reading the file throws, and what the visitor throws
 */
export async function readCapture(
  path: string,
  visitor: CaptureVisitor,
  options: ReadOptions = {},
): Promise<CaptureSummary> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    return await readChunks(fileChunks(handle), visitor, options, size > 0 ? size : undefined);
  } finally {
    await handle.close();
  }
}

/**
 * The same from any source of bytes, such as the output of a capturing program.
 * A chunk is done with when the next one is asked for.
 * @param total bytes that the source will give, for `progress`
 */
export async function readChunks(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  visitor: CaptureVisitor,
  options: ReadOptions = {},
  total?: number,
): Promise<CaptureSummary> {
  const machine = new CaptureMachine(visitor, randomInt(2 ** 31), options.limits);
  let read = 0;
  let gunzip: ReturnType<typeof pushGunzipped> | undefined;
  try {
    for await (const chunk of source) {
      options.signal?.throwIfAborted();
      if (read === 0 && chunk[0] === 0x1f && chunk[1] === 0x8b) gunzip = pushGunzipped(machine);
      if (gunzip) await gunzip.write(chunk);
      else machine.push(chunk);
      read += chunk.length;
      visitor.progress?.(read, total);
      if (machine.finished || gunzip?.finished) break;
    }
    await gunzip?.end();
  } finally {
    gunzip?.destroy();
  }
  return machine.end();
}
