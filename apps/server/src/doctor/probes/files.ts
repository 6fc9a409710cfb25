import { createPrivateKey } from 'node:crypto';
import { access, constants, readFile, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../config.ts';
import { systemCode } from '../../fault.ts';
import { tryToWrite } from '../../watch/data-folder.ts';
import type { FileFacts, SecretState } from '../checks/files.ts';

/** @param settings the settings file, and whether a secret stands in it */
export async function probeFiles(
  config: Config,
  settings: { readonly path: string | undefined; readonly hasSecret: boolean },
): Promise<FileFacts> {
  const { dataFolder: path } = config;
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  // Not there yet: the first start makes it in the nearest folder that is.
  const folder = isThere ? path : await nearestFolder(path);
  const refused = isThere ? await tryToWrite(folder) : await mayWrite(folder);
  const keyFile = join(path, 'deployment.key');
  const candidates: readonly (readonly [string, string | undefined, boolean])[] = [
    ['deployment.key', keyFile, false],
    ['STOA_TLS_KEY', config.tls?.key, true],
    ['NATS_CREDS', config.nats?.creds, true],
    ['the settings file, which holds a password,', settings.hasSecret ? settings.path : undefined, true],
  ];
  const secrets: { called: string; path: string; state: SecretState }[] = [];
  for (const [called, file, isWanted] of candidates) {
    if (file === undefined) continue;
    const state = await stateOf(file);
    if (isWanted || state !== 'missing') secrets.push({ called, path: file, state });
  }
  const space = await statfs(folder).catch(() => undefined);
  const mode = isThere ? await stat(path).then(({ mode }) => mode) : 0;
  return {
    dataFolder: {
      path,
      refused,
      othersMayWrite: (mode & 0o022) !== 0,
      freeBytes: space && space.bavail * space.bsize,
    },
    secrets,
    deploymentKey: await deploymentKey(keyFile),
  };
}

async function nearestFolder(path: string): Promise<string> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found || folder === dirname(folder)) return folder;
  }
}

const mayWrite = (folder: string): Promise<string | undefined> =>
  access(folder, constants.W_OK).then(
    () => undefined,
    (error: unknown) => systemCode(error) ?? 'unknown',
  );

async function stateOf(file: string): Promise<SecretState> {
  try {
    const { mode } = await stat(file);
    await access(file, constants.R_OK);
    return (mode & 0o077) === 0 ? 'closed' : 'open';
  } catch (error) {
    return /^(ENOENT|ENOTDIR)$/.test(systemCode(error) ?? '') ? 'missing' : 'unreadable';
  }
}

async function deploymentKey(file: string): Promise<FileFacts['deploymentKey']> {
  const pem = await readFile(file, 'utf8').catch(() => undefined);
  if (pem === undefined) return 'none';
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519' ? 'good' : 'damaged';
  } catch {
    return 'damaged';
  }
}
