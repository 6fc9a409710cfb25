import { constants, createGunzip } from 'node:zlib';
import type { CaptureMachine } from './machine.ts';

/** What comes out at a time; damage loses the part of it that was not full yet. */
const CHUNK = 64 * 1024;

export type Gunzip = {
  /** The machine takes no more, or the data are damaged. */
  readonly finished: boolean;
  /** Resolves when all of the chunk has gone through. */
  write(chunk: Uint8Array): Promise<void>;
  end(): Promise<void>;
  destroy(): void;
};

/** Feeds a machine with what gzip data contain. Damaged data become a note; what the visitor throws is thrown on. */
export function pushGunzipped(machine: CaptureMachine): Gunzip {
  // With this flush a file that was cut gives all it has instead of an error.
  const gunzip = createGunzip({ chunkSize: CHUNK, finishFlush: constants.Z_SYNC_FLUSH });
  let thrown: { readonly error: unknown } | undefined;
  gunzip.on('data', (bytes: Uint8Array) => {
    if (machine.finished || thrown) return;
    try {
      machine.push(bytes);
    } catch (error) {
      thrown = { error };
    }
    if (thrown || machine.finished) gunzip.destroy();
  });
  // Without a listener an error would end the process; whether there was one is in `errored`.
  gunzip.on('error', () => undefined);
  const isDamaged = () => gunzip.errored !== null;
  const settle = (start: (done: () => void) => void) =>
    new Promise<void>((resolve, reject) => {
      const done = () => {
        gunzip.off('error', done).off('close', done);
        if (thrown) reject(thrown.error);
        else resolve();
      };
      gunzip.once('error', done).once('close', done);
      start(done);
    });
  return {
    get finished() {
      return isDamaged() || machine.finished;
    },
    write: (chunk) => settle((done) => gunzip.write(chunk, done)),
    end: async () => {
      if (!gunzip.destroyed) {
        await settle((done) => {
          gunzip.once('end', done);
          gunzip.end();
        });
      }
      if (isDamaged()) machine.note('compression-damaged');
    },
    destroy: () => gunzip.destroy(),
  };
}
