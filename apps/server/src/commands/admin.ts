import { randomBytes } from 'node:crypto';
import { safetyPublicKey } from '@stoa/client/evidence';
import { toBase64Url } from '@stoa/protocol';
import { reportReasonSchema } from '@stoa/protocol/social';
import {
  addSafetyKey,
  banByHandle,
  checkLogs,
  type Database,
  DatabaseFault,
  disclose,
  findEmbedded,
  openDatabase,
  registeredFigures,
  setOperator,
  startEmbedded,
  unbanByHandle,
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

const nobody = () => new Fault('Nobody has this handle.');
const hands = (db: Database) => ({
  db,
  now: Date.now(),
  random: (length: number) => new Uint8Array(randomBytes(length)),
});

/** Into the safety team, which sees reports and decides, or out of it. */
export async function adminOperator(handle: string, off: boolean): Promise<void> {
  if (!(await withDatabase((db) => setOperator(db, handle, !off)))) throw nobody();
  process.stdout.write(off ? 'Not in the safety team any more.\n' : 'In the safety team from now on.\n');
}

export type BanFlags = { readonly days?: string; readonly reason: string; readonly note: string };

/** A running server ends whatever the person does there within half a second. */
export async function adminBan(handle: string, flags: BanFlags): Promise<void> {
  const reason = reportReasonSchema.safeParse(flags.reason).data;
  if (!reason) throw new Fault(`A reason is one of ${reportReasonSchema.options.join(', ')}.`);
  const days = flags.days === undefined ? undefined : Number(flags.days);
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= 3_650)) {
    throw new Fault('--days is a whole number from 1 to 3650.');
  }
  const wish = { reason, note: flags.note, days };
  if (!(await withDatabase((db) => banByHandle(hands(db), handle, wish)))) throw nobody();
  process.stdout.write(days === undefined ? 'Banned for good.\n' : `Banned for ${days} days.\n`);
}

export async function adminUnban(handle: string): Promise<void> {
  const done = await withDatabase((db) => unbanByHandle(hands(db), handle));
  if (done === 'absent') throw nobody();
  process.stdout.write(done === 'done' ? 'The ban is lifted.\n' : 'There was no ban.\n');
}

/** A new key pair of the safety team: the public half is stored, the private one printed this once. */
export async function adminSafetyKey(): Promise<void> {
  const secret = new Uint8Array(randomBytes(32));
  const publicKey = await safetyPublicKey(secret);
  const number = await withDatabase((db) => addSafetyKey(hands(db), publicKey));
  process.stdout.write(`${safetyKeyText(number, secret)}\n`);
}

/** As the queue reads it: one line that names its number. */
export const safetyKeyText = (number: number, secret: Uint8Array): string =>
  `stoa-safety-key:${number}:${toBase64Url(secret)}`;

/** Goes through the moderation logs, and ends with an error when one of them was changed. */
export async function adminCheckLog(): Promise<void> {
  const { logs, entries, broken, digest } = await withDatabase(checkLogs);
  process.stdout.write(`logs             ${logs}\nentries          ${entries}\ndigest           ${digest}\n`);
  if (broken > 0) throw new Fault(`${broken} of the logs were changed.`);
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
