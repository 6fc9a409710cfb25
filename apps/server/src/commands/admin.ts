import {
  type Database,
  DatabaseFault,
  disclose,
  findEmbedded,
  openDatabase,
  registeredFigures,
  startEmbedded,
} from '@stoa/social';
import { readConfig } from '../config.ts';
import { Fault } from '../fault.ts';

/** Prints everything that is stored about whoever has this handle. */
export async function adminDisclose(handle: string): Promise<void> {
  const told = await withDatabase((db) => disclose(db, handle, Date.now()));
  if (!told) throw new Fault('Nobody has this handle.');
  process.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
}

/** Prints sums over all accounts. What is live is in the memory of the server, not in the database. */
export async function adminFigures(json: boolean): Promise<void> {
  const figures = await withDatabase((db) => registeredFigures(db, Date.now()));
  process.stdout.write(
    json
      ? `${JSON.stringify(figures)}\n`
      : `registered       ${figures.registered}\nin six days      ${figures.registeredSixDays}\n`,
  );
}

/** On the operator's database, on our own beside the server that runs it, or on our own started for this. */
async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const { social, dataFolder } = readConfig();
  if (!social) throw new Fault('There are no accounts: STOA_ACCOUNTS is 0.');
  try {
    if (social.databaseUrl !== undefined) return await on({ url: social.databaseUrl }, work);
    const found = await findEmbedded(dataFolder);
    if (found === 'none') throw new Fault('There is no database in STOA_DATA.');
    if (found !== 'stopped') return await on(found, work);
    const own = await startEmbedded({ folder: dataFolder });
    return await on(own.address, work).finally(() => own.stop());
  } catch (error) {
    throw error instanceof DatabaseFault ? new Fault(error.message) : error;
  }
}

async function on<T>(
  address: Parameters<typeof openDatabase>[0],
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const { db, close } = await openDatabase(address, { connections: 2 });
  return await work(db).finally(close);
}
