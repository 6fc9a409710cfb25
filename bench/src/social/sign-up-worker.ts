import { openDatabase } from '@stoa/social';
import { sql } from 'kysely';
import { serve } from '../process/rpc.ts';
import { fillPeople } from './dataset.ts';
import { newcomerPrefix } from './newcomers.ts';
import { keepDatabase, openSocial } from './open-social.ts';
import { ScriptedVoice } from './scripted-voice.ts';

const [accountsText = '', folder = ''] = process.argv.slice(2);

// Every commit is on the disk before it is answered, as where an operator runs it.
const kept = await keepDatabase(folder, { safe: true });
let open = await openDatabase(kept.address);
const anybody = await open.db.selectFrom('accounts').select('id').limit(1).executeTakeFirst();
if (!anybody) await fillPeople(kept.address, Number(accountsText), 1);
const { rows } = await sql<{ fsync: string; before: number }>`
  select current_setting('fsync') as fsync, count(*) as before from accounts`.execute(open.db);
const { port, stop } = await openSocial(open, new ScriptedVoice(), {}, ({ headers }) =>
  String(headers['x-from']),
);

const newcomers = () =>
  open.db.selectFrom('accounts').where('handle', 'like', `${newcomerPrefix.replace('_', '\\_')}%`);

const methods = {
  ready: () => ({ port, database: kept.pid, ...rows[0]! }),
  /** After a crash of the database: whoever is there, and who is there without a passkey or a session. */
  survivors: async () => {
    await open.close();
    await kept.crash();
    open = await openDatabase(kept.address);
    const there = await newcomers().select('handle').execute();
    const { rows: halves } = await sql<{ n: number }>`
      select count(*) as n from accounts
      where handle like 'zz\\_%' and (
        (select count(*) from passkeys where account = accounts.id) <> 1
        or (select count(*) from sessions where account = accounts.id) <> 1)`.execute(open.db);
    return { handles: there.map(({ handle }) => handle), halves: halves[0]!.n };
  },
  stop: async () => {
    await stop();
    await open.db.deleteFrom('accounts').where('handle', 'like', 'zz\\_%').execute();
    await open.close();
    await kept.stop();
  },
};
export type SignUpWorker = typeof methods;
serve(methods);
