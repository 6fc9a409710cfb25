import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DatabaseAddress,
  DatabaseFault,
  type DatabaseInspection,
  findEmbedded,
  inspectDatabase,
} from '@stoa/social';
import type { Config } from '../../config.ts';
import type { DatabaseFacts } from '../checks/database.ts';

export type ProbedDatabase = {
  readonly facts: DatabaseFacts;
  readonly found: DatabaseInspection | undefined;
};

/** Looks at the operator's database, or at our own where a server runs it. Nothing is started and nothing changed. */
export async function probeDatabase({ roles, social, dataFolder }: Config): Promise<ProbedDatabase> {
  if (!social || !roles.includes('social')) return { facts: { kind: 'notUsed' }, found: undefined };
  if (social.databaseUrl !== undefined) return inspect({ url: social.databaseUrl }, false);
  const own = await findEmbedded(dataFolder).catch(() => 'none' as const);
  if (typeof own !== 'string') return inspect(own, true);
  const refused = own === 'stopped' ? await damage(dataFolder) : undefined;
  return { facts: { kind: 'own', state: own, refused }, found: undefined };
}

async function inspect(address: DatabaseAddress, isOwn: boolean): Promise<ProbedDatabase> {
  try {
    const found = await inspectDatabase(address);
    return { facts: { kind: 'answered', isOwn, ...found }, found };
  } catch (error) {
    const says = error instanceof DatabaseFault ? error.message : 'The database refuses us.';
    return { facts: { kind: 'refused', says }, found: undefined };
  }
}

async function damage(dataFolder: string): Promise<string | undefined> {
  const version = await readFile(join(dataFolder, 'postgres', 'data', 'PG_VERSION'), 'utf8').catch(
    () => undefined,
  );
  if (version === undefined || /^\d+\s*$/.test(version)) return undefined;
  return 'The database in the data folder is damaged: restore postgres/ from a backup.';
}
