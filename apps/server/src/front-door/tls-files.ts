import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { Fault, systemCode } from '../fault.ts';

export type TlsFiles = {
  read(): { readonly cert: Buffer; readonly key: Buffer };
  /** A renewed certificate, soon after it was written. */
  onChange(listener: (files: { readonly cert: Buffer; readonly key: Buffer }) => void): void;
  close(): void;
};

const lookEveryMs = 60_000;

/** Throws a `Fault` with one sentence when they cannot be read or do not belong together. */
export function tlsFiles(paths: { readonly cert: string; readonly key: string }): TlsFiles {
  let listener: (files: { readonly cert: Buffer; readonly key: Buffer }) => void = () => {};
  const read = () => {
    const files = { cert: readOne(paths.cert, 'STOA_TLS_CERT'), key: readOne(paths.key, 'STOA_TLS_KEY') };
    try {
      createSecureContext(files);
    } catch {
      throw new Fault('STOA_TLS_CERT and STOA_TLS_KEY do not belong together, or are not PEM files.');
    }
    return files;
  };
  const stamp = () => [paths.cert, paths.key].map((path) => statSync(path).mtimeMs).join(' ');
  read();
  let seen = stamp();
  const timer = setInterval(() => {
    try {
      const now = stamp();
      if (now === seen) return;
      const files = read();
      seen = now;
      listener(files);
    } catch {
      // Half of them written, or gone for a moment: what we have holds, and the next look is in a minute.
    }
  }, lookEveryMs);
  timer.unref();
  return {
    read,
    onChange: (callback) => {
      listener = callback;
    },
    close: () => clearInterval(timer),
  };
}

function readOne(path: string, setting: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Fault(`${setting} names a file that cannot be read (${systemCode(error) ?? 'unknown error'}).`);
  }
}
