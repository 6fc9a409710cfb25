import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Access, AccountId, Endpoint, ErrorBody, LiveMessage, SessionId } from '@stoa/protocol/social';
import { handleLook, liveMessageSchema } from '@stoa/protocol/social';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll } from 'vitest';
import { WebSocket } from 'ws';
import type { z } from 'zod';
import { newSecretToken } from '../src/accounts/secret-token.ts';
import type { Answer } from '../src/http/answer.ts';
import { routes } from '../src/http/router.ts';
import { siteOf } from '../src/http/site.ts';
import { type SocialOptions, usualOptions } from '../src/options.ts';
import type { LogLine, PushDelivery, Random } from '../src/ports.ts';
import { createSocial, type Social } from '../src/social.ts';
import { dayOf } from '../src/store/day.ts';
import { newId, uuidOf } from '../src/store/ids.ts';
import { HandClock } from './clock.ts';
import { useDatabase } from './database.ts';
import { FakeVoice } from './fake-voice.ts';

/** What came back: the reply, or the error. */
export type Got<R> =
  | { readonly status: number; readonly ok: true; readonly reply: R; readonly cookie: string | undefined }
  | { readonly status: number; readonly ok: false; readonly error: ErrorBody['error'] };

/** Somebody who calls: signed in, a stranger, or a program with a token. */
export type Caller = {
  /** Whatever comes back. */
  try<B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<B, R, Access>,
    body: z.output<B>,
  ): Promise<Got<z.output<R>>>;
  /** The reply; throws when the call was refused. */
  call<B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<B, R, Access>,
    body: z.output<B>,
  ): Promise<z.output<R>>;
};

export type Person = Caller & {
  readonly id: AccountId;
  readonly handle: string;
  readonly session: SessionId;
  readonly cookie: string;
};

/** One open page: what the server said to it, in order. */
export type TestPage = {
  readonly heard: LiveMessage[];
  /** The next message of this kind that was not waited for yet. */
  next<T extends LiveMessage['t']>(t: T): Promise<Extract<LiveMessage, { t: T }>>;
  send(request: unknown): void;
  readonly closed: Promise<number>;
  close(): void;
};

export type RawAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly payload: string;
};

export const randomly: Random = (length) => new Uint8Array(randomBytes(length));

/**
 * The social app on a real database with a clock in the test's hand, for one test file: `const town = useTown()`, then
 * `await town.person('ada')` inside tests.
 */
export function useTown(options: Partial<SocialOptions> & { readonly extra?: readonly Answer[] } = {}) {
  const database = useDatabase();
  const clock = new HandClock();
  const voice = new FakeVoice();
  const pushed: PushDelivery[] = [];
  const logged: LogLine[] = [];
  let social: Social | undefined;
  let app: FastifyInstance | undefined;
  let port = 0;
  let count = 0;
  const pages: TestPage[] = [];
  let last: RawAnswer | undefined;
  const secret = randomBytes(32);
  const site = siteOf(undefined);

  beforeAll(async () => {
    social = createSocial(
      {
        clock,
        random: randomly,
        db: database.db,
        voice,
        push: async (delivery) => {
          pushed.push(delivery);
          return 'delivered';
        },
        log: (line) => void logged.push(line),
        addressOf: () => '192.0.2.1',
      },
      { ...usualOptions, site, secret, ...options },
    );
    app = fastify({ forceCloseConnections: true });
    social.routes(app);
    if (options.extra) {
      const log = (line: LogLine) => void logged.push(line);
      routes(app, { door: social.door, answers: options.extra, clock, log });
    }
    app.server.on('upgrade', (request, socket, head) => social?.upgrade(request, socket, head));
    await social.start();
    await app.listen({ host: '127.0.0.1', port: 0 });
    port = (app.server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    for (const page of pages) page.close();
    await social?.stop();
    await app?.close();
  });

  const origin = () => `http://localhost:${port}`;
  const host = () => `localhost:${port}`;

  function caller(headers: () => Record<string, string>): Caller {
    const attempt: Caller['try'] = async (endpoint, body) => {
      const payload = endpoint.raw
        ? Buffer.from(body as Uint8Array)
        : JSON.stringify(endpoint.body.encode(body));
      const response = await app!.inject({
        method: 'POST',
        url: endpoint.path,
        headers: {
          host: host(),
          'content-type': endpoint.raw ? 'application/octet-stream' : 'application/json',
          ...headers(),
        },
        payload,
      });
      const status = response.statusCode;
      last = { status, headers: response.headers, payload: response.payload };
      const answer: unknown = response.json();
      if (status !== 200) return { status, ok: false, error: (answer as ErrorBody).error };
      const set = response.headers['set-cookie'];
      const cookie = typeof set === 'string' ? set.split(';')[0] : undefined;
      return { status, ok: true, reply: endpoint.reply.decode(answer as never) as never, cookie };
    };
    return {
      try: attempt,
      async call(endpoint, body) {
        const got = await attempt(endpoint, body);
        if (got.ok) return got.reply;
        throw new Error(`${endpoint.path}: ${got.status} ${got.error.code}: ${got.error.message}`);
      },
    };
  }

  return {
    clock,
    voice,
    pushed,
    logged,
    /** The newest answer to anybody, as it went out. */
    get last() {
      return last;
    },
    get db() {
      return database.db;
    },
    get social() {
      return social!;
    },
    get house() {
      return social!.house;
    },
    get app() {
      return app!;
    },
    get origin() {
      return origin();
    },
    /** Nobody in particular, on a page of ours. */
    stranger: caller(() => ({ origin: origin() })),
    /** A page that holds this cookie. */
    withCookie: (cookie: string) => caller(() => ({ origin: origin(), cookie })),
    withHeaders: (headers: Record<string, string>) => caller(() => headers),
    program: (token: string) => caller(() => ({ authorization: `Bearer ${token}` })),

    /** An account with one session that just showed its passkey, without the ceremony. */
    async person(
      handle = `person${count++}`,
      more: { readonly name?: string; readonly operator?: boolean } = {},
    ): Promise<Person> {
      const id = newId('account', randomly);
      const session = newId('session', randomly);
      const { token, hash } = newSecretToken(randomly);
      const day = dayOf(clock.unix());
      await database.db
        .insertInto('accounts')
        .values({
          id: uuidOf(id),
          handle,
          handle_look: handleLook(handle),
          name: more.name ?? handle,
          operator: more.operator ?? false,
          image: null,
          created_on: day,
        })
        .execute();
      await database.db
        .insertInto('sessions')
        .values({
          id: uuidOf(session),
          account: uuidOf(id),
          token_hash: hash,
          label: 'Test',
          created_on: day,
          used_on: day,
        })
        .execute();
      social!.house.freshness.mark(session, clock.unix());
      social!.house.news.tell({ kind: 'accountJoined', account: id });
      const cookie = `stoa-session=${token}`;
      return { id, handle, session, cookie, ...caller(() => ({ origin: origin(), cookie })) };
    },

    /** A page of somebody, listening. */
    async page(cookie: string, more: Record<string, string> = {}): Promise<TestPage> {
      const socket = new WebSocket(`ws://localhost:${port}/live`, {
        headers: { origin: origin(), cookie, ...more },
      });
      const heard: LiveMessage[] = [];
      const waiting: (() => void)[] = [];
      let seen = 0;
      socket.on('message', (data) => {
        heard.push(liveMessageSchema.decode(JSON.parse(String(data))));
        for (const wake of waiting.splice(0)) wake();
      });
      const closed = new Promise<number>((resolve) => socket.on('close', resolve));
      const page: TestPage = {
        heard,
        async next(t) {
          for (;;) {
            for (; seen < heard.length; seen++) {
              const message = heard[seen];
              if (message?.t !== t) continue;
              seen++;
              return message as never;
            }
            await new Promise<void>((wake) => waiting.push(wake));
          }
        },
        send: (request) => socket.send(JSON.stringify(request)),
        closed,
        close: () => socket.terminate(),
      };
      pages.push(page);
      await once(socket, 'open');
      return page;
    },
  };
}
