import { type AccountId, accountId } from '@stoa/protocol/social';
import { endSessions } from '../accounts/end-sessions.ts';
import type { House } from '../feature.ts';
import { idOf } from '../store/ids.ts';
import { bansOver, removeBan } from './bans.ts';

/** Another process may have banned or unbanned somebody: that is noticed within this time. */
export const lookEveryMs = 400;
const overEveryMs = 60_000;

/**
 * Makes what the database says of bans true in this process: whatever somebody banned does now ends, and whoever is
 * not banned any more may come again.
 */
export class Enforcement {
  readonly #house: House;
  readonly #banned = new Set<string>();
  #version: number | undefined;
  #cancelLook = () => {};
  #cancelOver = () => {};
  #looking: Promise<void> = Promise.resolve();
  #lifting: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(house: House) {
    this.#house = house;
    house.news.listen((item) => {
      if (item.kind === 'accountGone') this.#banned.delete(item.account.reveal());
    });
  }

  /** At once, by whoever stored the ban: seats first, then pages and sessions. */
  async shutOut(account: AccountId): Promise<void> {
    const { news, live, bans, clock } = this.#house;
    this.#banned.add(account.reveal());
    news.tell({ kind: 'banned', account });
    live.tell(account, { t: 'banned', ticket: bans.ticket(account) });
    await endSessions(this.#house, account, {}, clock.unix());
  }

  letIn(account: AccountId): void {
    this.#banned.delete(account.reveal());
    this.#house.news.tell({ kind: 'unbanned', account });
  }

  async start(): Promise<void> {
    await this.look();
    this.#armLook();
    this.#armOver();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelLook();
    this.#cancelOver();
    await Promise.all([this.#looking.catch(() => undefined), this.#lifting]);
  }

  /** Compares with the database. */
  async look(): Promise<void> {
    const { db } = this.#house;
    const row = await db.selectFrom('ban_version').select('version').executeTakeFirst();
    if (row === undefined || row.version === this.#version) return;
    const rows = await db.selectFrom('bans').select('account').execute();
    let failed = false;
    const now = new Set(rows.map(({ account }) => idOf('account', account).reveal()));
    for (const { account } of rows) {
      const id = idOf('account', account);
      if (this.#banned.has(id.reveal())) continue;
      // One that fails lets nobody else stay; it is tried again with the next look.
      await this.shutOut(id).catch(() => {
        failed = true;
        this.#banned.delete(id.reveal());
      });
    }
    for (const key of [...this.#banned]) if (!now.has(key)) this.letIn(accountId(key));
    // Only now: what failed is tried again.
    if (!failed) this.#version = row.version;
  }

  #armLook(): void {
    this.#cancelLook = this.#house.clock.after(lookEveryMs, () => {
      this.#looking = this.look().catch(() => undefined);
      void this.#looking.then(() => {
        if (!this.#stopped) this.#armLook();
      });
    });
  }

  /** Bans end by themselves. */
  #armOver(): void {
    this.#cancelOver = this.#house.clock.after(overEveryMs, () => {
      // One after the other: where the database is slow, they would only queue up.
      this.#lifting = this.liftOver()
        .catch(() => this.#house.log({ event: 'sweepFailed', where: 'safety' }))
        .then(() => {
          if (!this.#stopped) this.#armOver();
        });
    });
  }

  async liftOver(): Promise<void> {
    const { db, clock } = this.#house;
    const now = clock.unix();
    for (const account of await bansOver(db, now)) {
      if (await db.transaction().execute((trx) => removeBan(trx, account, now))) this.letIn(account);
    }
  }
}
