import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSocial, openDatabase, siteOf, startEmbedded, usualOptions } from '@stoa/social';
import fastify from 'fastify';
import { serve } from '../process/rpc.ts';
import { countFollows, fillPeople, idBytesOf } from './dataset.ts';
import { ScriptedVoice } from './scripted-voice.ts';
import { Street } from './street.ts';

const [accountsText = '', roomsText = '', signedInText = '', kept = ''] = process.argv.slice(2);
const accounts = Number(accountsText);
const rooms = Number(roomsText);

const folder = kept || mkdtempSync(join(tmpdir(), 'stoa-bench-'));
if (kept) mkdirSync(kept, { recursive: true });
chmodSync(folder, 0o711);
const embedded = await startEmbedded({ folder, unsafe: true });
const { db, close } = await openDatabase(embedded.address, { connections: 10 });
const known = await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst();
const follows = known
  ? await countFollows(embedded.address)
  : await fillPeople(embedded.address, accounts, Number(signedInText));

const voice = new ScriptedVoice();
const social = createSocial(
  {
    clock: {
      now: () => performance.now(),
      unix: () => Date.now(),
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    random: (length) => new Uint8Array(randomBytes(length)),
    db,
    voice,
    push: async () => 'delivered',
    log: ({ event, where }) => process.stderr.write(`${event} ${where ?? ''}\n`),
  },
  {
    ...usualOptions,
    // Everybody here comes from one address.
    callLimits: {
      perAddress: { perSecond: 1e6, burst: 1e6 },
      perAccount: usualOptions.callLimits.perAccount,
    },
    site: siteOf(undefined),
    secret: randomBytes(32),
  },
);
const app = fastify({ forceCloseConnections: true });
social.routes(app, () => '127.0.0.1');
app.server.on('upgrade', (request, socket, head) => social.upgrade(request, socket, head));
await social.start();
await app.listen({ host: '127.0.0.1', port: 0 });
const street = new Street(social, voice, accounts);
street.fill(rooms);

let churning: NodeJS.Timeout | undefined;
const methods = {
  ready: () => ({
    port: (app.server.address() as AddressInfo).port,
    database: embedded.pid,
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
    await app.close();
    await social.stop();
    await close();
    await embedded.stop();
    if (!kept) rmSync(folder, { recursive: true, force: true });
  },
};
export type TownWorker = typeof methods;
serve(methods);
