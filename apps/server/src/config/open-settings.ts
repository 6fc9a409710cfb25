import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Fault, systemCode } from '../fault.ts';
import { type Environment, type ReadSettings, readSettings } from './read-settings.ts';

export type OpenSettings = ReadSettings & {
  /** The file that was read; undefined: there is none. */
  readonly path: string | undefined;
};

/**
 * Settings of this process: of the command line, of the environment, and of the file that `STOA_CONFIG` names, or else of
 * `stoa.conf` in the working folder where there is one. Throws a `Fault` when a file that was named cannot be read.
 */
export function openSettings(env: Environment, options: Environment = {}): OpenSettings {
  const named = (options.STOA_CONFIG ?? env.STOA_CONFIG)?.trim() || undefined;
  const path = resolve(named ?? 'stoa.conf');
  let file: string | undefined;
  try {
    file = readFileSync(path, 'utf8');
  } catch (error) {
    const code = systemCode(error) ?? 'unknown error';
    if (named !== undefined || code !== 'ENOENT') {
      throw new Fault(`The settings file ${path} cannot be read (${code}).`);
    }
  }
  return { ...readSettings({ env, file, options }), path: file === undefined ? undefined : path };
}
