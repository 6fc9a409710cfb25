// Writes whose acknowledgement counts: people who send each other sealed messages, one after the other, over HTTP.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromBase64Url, toBase64Url } from '@stoa/protocol';
import {
  accountId,
  accounts,
  type DeviceId,
  deviceProofBytes,
  messageId,
  messageLimits,
  messages,
} from '@stoa/protocol/social';
import { openDatabase } from '@stoa/social';
import { Member } from '../system/member.ts';
import { until } from './steady-room.ts';

type Pair = {
  readonly from: Member;
  readonly to: Member;
  readonly device: DeviceId;
  /** Numbers whose sending was acknowledged, in order. */
  readonly acknowledged: number[];
  /** The newest that was ever tried. */
  tried: number;
  /** Numbers that arrived, in the order in which the server handed them out. */
  readonly arrived: number[];
  /** Envelopes that were handed out. */
  readonly seen: Set<string>;
  /** Envelopes whose taking was acknowledged: they are gone for good. */
  readonly taken: Set<string>;
  readonly wrong: string[];
  /** Numbers that were sent more than once, since no answer came to the first. */
  readonly repeated: Set<number>;
};

export type Tally = {
  readonly acknowledged: number;
  /** Calls that failed or were refused, and were made again. */
  readonly failed: number;
  readonly lost: number;
  readonly invented: number;
  /** Handed out twice: taken by the reader before the writer, who had no answer, sent it again. Devices know them by their id. */
  readonly twice: number;
  readonly disordered: number;
};

/** So many pairs of accounts, made in the database as a sign-up makes them; then everything goes over HTTP. */
export class Mailboxes {
  readonly #pairs: Pair[] = [];
  #failed = 0;
  #on = false;
  #loops: Promise<void>[] = [];
  /** When each write was acknowledged, by performance.now(). */
  readonly acknowledgedAt: number[] = [];
  readonly #refusals = new Map<string, number>();

  static async open(server: string, database: string, pairs: number): Promise<Mailboxes> {
    const made = new Mailboxes();
    const store = await openDatabase({ url: database }, { connections: 2 });
    try {
      for (let i = 0; i < pairs; i++) {
        const [from, to] = [
          await person(store.db, server, `sender${i}`),
          await person(store.db, server, `taker${i}`),
        ];
        await addDevice(from);
        const device = await addDevice(to);
        const pair = {
          from,
          to,
          device,
          acknowledged: [],
          tried: 0,
          arrived: [],
          seen: new Set<string>(),
          taken: new Set<string>(),
          wrong: [],
          repeated: new Set<number>(),
        };
        made.#pairs.push(pair);
        await made.#send(pair, 0, newMessage());
        await to.call(messages.accept, { account: from.id });
        await made.#take(pair);
      }
      return made;
    } finally {
      await store.close();
    }
  }

  /** Everybody writes and takes until `rest`. */
  go(): void {
    this.#on = true;
    this.#loops = this.#pairs.flatMap((pair) => [this.#writing(pair), this.#taking(pair)]);
  }

  get acknowledged(): number {
    return this.acknowledgedAt.length;
  }

  /** What refused calls were answered with. */
  get refusals(): Record<string, number> {
    return Object.fromEntries(this.#refusals);
  }

  /** Until a write that begins now is acknowledged. @returns how long it took, ms */
  async writesAgain(patienceMs = 40_000): Promise<number> {
    const from = performance.now();
    const before = this.acknowledged;
    await until(
      () => this.acknowledged,
      (now) => now > before,
      patienceMs,
    );
    return performance.now() - from;
  }

  /** Ends what is under way, takes everything that is still there, and compares. */
  async rest(): Promise<Tally> {
    this.#on = false;
    await Promise.all(this.#loops);
    for (const pair of this.#pairs) {
      const end = performance.now() + 20_000;
      for (;;) {
        const more = await this.#take(pair).catch(() => 1);
        if (more === 0) break;
        if (performance.now() > end) throw new Error('what waits cannot be taken');
      }
    }
    let [lost, invented, twice, disordered] = [0, 0, 0, 0];
    for (const { acknowledged, arrived, tried, wrong, repeated } of this.#pairs) {
      const there = new Set(arrived);
      const again = arrived.filter((number, at) => arrived.indexOf(number) !== at);
      lost += acknowledged.filter((number) => !there.has(number)).length;
      twice += again.filter((number) => repeated.has(number)).length;
      invented += again.filter((number) => !repeated.has(number)).length;
      invented += arrived.filter((number) => number > tried).length + wrong.length;
      disordered += arrived.filter((number, at) => at > 0 && number < arrived[at - 1]!).length;
    }
    return { acknowledged: this.acknowledged, failed: this.#failed, lost, invented, twice, disordered };
  }

  async #writing(pair: Pair): Promise<void> {
    for (let number = pair.tried + 1; this.#on; number++) {
      const id = newMessage();
      pair.tried = number;
      // The same message again until it is acknowledged: that changes nothing where it was stored already.
      while (!(await this.#send(pair, number, id))) {
        pair.repeated.add(number);
        await sleep(150);
      }
    }
  }

  async #taking(pair: Pair): Promise<void> {
    while (this.#on) {
      await sleep(700);
      await this.#take(pair).catch(() => {});
    }
  }

  async #send(pair: Pair, number: number, message: ReturnType<typeof newMessage>): Promise<boolean> {
    const envelope = new Uint8Array(randomBytes(messageLimits.envelopeBytes[0]));
    new DataView(envelope.buffer).setUint32(0, number);
    const envelopes = [{ device: pair.device, envelope }];
    try {
      const got = await pair.from.try(messages.send, { to: pair.to.id, message, envelopes });
      if (got.ok && got.reply.outcome === 'sent') {
        pair.acknowledged.push(number);
        this.acknowledgedAt.push(performance.now());
        return true;
      }
      this.#refused(got.ok ? got.reply.outcome : String(got.status));
    } catch {
      this.#refused('no answer');
    }
    this.#failed++;
    return false;
  }

  #refused(how: string): void {
    this.#refusals.set(how, (this.#refusals.get(how) ?? 0) + 1);
  }

  /** @returns how many there were */
  async #take(pair: Pair): Promise<number> {
    const { waiting } = await pair.to.call(messages.fetch, {});
    if (waiting.length === 0) return 0;
    for (const { id, envelope } of waiting) {
      if (pair.taken.has(id.reveal())) pair.wrong.push('what was taken came back');
      const number = new DataView(envelope.buffer, envelope.byteOffset).getUint32(0);
      // Fetched before and not taken: the same envelope waits on, which is no second message.
      if (!pair.seen.has(id.reveal())) pair.arrived.push(number);
      pair.seen.add(id.reveal());
    }
    await pair.to.call(messages.taken, { ids: waiting.map(({ id }) => id) });
    for (const { id } of waiting) pair.taken.add(id.reveal());
    return waiting.length;
  }
}

const newMessage = () => messageId(toBase64Url(randomBytes(16)));

async function person(
  db: Awaited<ReturnType<typeof openDatabase>>['db'],
  server: string,
  handle: string,
): Promise<Member> {
  const [id, session, token] = [
    randomBytes(16),
    randomBytes(16).toString('hex'),
    toBase64Url(randomBytes(32)),
  ];
  const account = id.toString('hex');
  const day = new Date().toISOString().slice(0, 10);
  await db
    .insertInto('accounts')
    .values({ id: account, handle, handle_look: handle, name: handle, image: null, created_on: day })
    .execute();
  const token_hash = createHash('sha256').update(token).digest();
  await db
    .insertInto('sessions')
    .values({ id: session, account, token_hash, label: 'Test', created_on: day, used_on: day })
    .execute();
  return new Member(server, accountId(toBase64Url(id)), handle, `stoa-session=${token}`, []);
}

async function addDevice(member: Member): Promise<DeviceId> {
  const signing = generateKeyPairSync('ed25519');
  const raw = (key: typeof signing.publicKey) =>
    new Uint8Array(fromBase64Url(key.export({ format: 'jwk' }).x ?? '')!);
  const x25519 = raw(generateKeyPairSync('x25519').publicKey as typeof signing.publicKey);
  const proof = new Uint8Array(sign(null, deviceProofBytes(member.id, x25519), signing.privateKey));
  return (
    await member.call(accounts.deviceSet, { ed25519: raw(signing.publicKey), x25519, proof, label: 'Test' })
  ).id;
}
