import { openDatabase } from '@stoa/social';
import { sql } from 'kysely';
import { serve } from '../process/rpc.ts';
import { countFollows, fillPeople, fillSearch, idBytesOf } from './dataset.ts';
import { keepDatabase, openSocial } from './open-social.ts';
import { ScriptedVoice } from './scripted-voice.ts';
import { Street } from './street.ts';

const [accountsText = '', roomsText = '', signedInText = '', keptFolder = ''] = process.argv.slice(2);
const accounts = Number(accountsText);
const rooms = Number(roomsText);

const kept = await keepDatabase(keptFolder, { safe: false });
const open = await openDatabase(kept.address, { connections: 10 });
const { db } = open;
const known = await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst();
const follows = known
  ? await countFollows(kept.address)
  : await fillPeople(kept.address, accounts, Number(signedInText));
await fillSearch(kept.address);

const voice = new ScriptedVoice();
let street!: Street;
const { port, stop } = await openSocial(open, voice, {}, undefined, async (social) => {
  street = new Street(social, voice, accounts);
  await street.fill(rooms, () => sql`select`.execute(db));
});

let churning: NodeJS.Timeout | undefined;
const methods = {
  ready: () => ({
    port,
    database: kept.pid,
    follows,
    people: street.people,
  }),
  /** People come and go, so many times a second. */
  churn: (perSecond: number) => {
    clearInterval(churning);
    if (perSecond > 0) churning = setInterval(() => street.churn(Math.round(perSecond / 20)), 50);
  },
  /** Some of the rooms that live now. */
  handles: () => street.handles.slice(0, 2_000),
  moves: () => street.moves,
  /** Somebody whom this account follows, and who is on no stage, opens a room. Nanoseconds of the machine's clock that goes forward. */
  friendOpens: async (account: number) => {
    const rows = await db
      .selectFrom('follows')
      .select('followed')
      .where('follower', '=', idBytesOf(account).toString('hex'))
      .limit(50)
      .execute();
    if (rows.length === 0) return undefined;
    const numbers = await db
      .selectFrom('accounts')
      .select('handle')
      .where(
        'id',
        'in',
        rows.map(({ followed }) => followed),
      )
      .execute();
    const friend = numbers.map(({ handle }) => Number(handle.slice(1))).find((who) => street.isFree(who));
    if (friend === undefined) return undefined;
    const at = process.hrtime.bigint();
    return { room: street.open(friend, 'open').reveal(), at };
  },
  stop: async () => {
    clearInterval(churning);
    await stop();
    await open.close();
    await kept.stop();
  },
};
export type TownWorker = typeof methods;
serve(methods);
