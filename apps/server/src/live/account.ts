// Somebody with an account: made over the public API for one run, and deleted after it.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type AccountBinder, accountBindingBytes, type TokenCalls } from '@stoa/client';
import { linkFragment, roomHandle } from '@stoa/protocol';
import {
  type AccountId,
  accounts,
  deviceProofBytes,
  type Endpoint,
  errorBodySchema,
  people,
  rooms,
  yourData,
} from '@stoa/protocol/social';
import type { z } from 'zod';
import { softPasskey } from './soft-passkey.ts';

type Wish = { readonly handle: string; readonly name: string };

/** The deployment did not do what was asked. `code` is its own word, or the status of HTTP. */
export class Refused extends Error {
  readonly code: string;
  constructor(path: string, code: string) {
    super(`${path} was answered with "${code}"`);
    this.code = code;
  }
}

const label = 'stoa audit';
const plan = { kind: 'open', capacity: 50, guests: false, hands: 'all' } as const;

export class Account {
  readonly id: AccountId;
  readonly #handle: string;
  readonly #server: string;
  readonly #cookie: string;
  readonly #signer = generateKeyPairSync('ed25519');

  /** Use `signUp`. */
  constructor(server: string, id: AccountId, handle: string, cookie: string) {
    this.id = id;
    this.#handle = handle;
    this.#server = server;
    this.#cookie = cookie;
  }

  /** Bio and device: what a person's app sets up after the sign-up. @throws Refused */
  async settle(bio: string): Promise<void> {
    await this.#call(accounts.profileSet, { bio });
    const x25519 = rawKey(generateKeyPairSync('x25519').publicKey);
    const proof = new Uint8Array(sign(null, deviceProofBytes(this.id, x25519), this.#signer.privateKey));
    await this.#call(accounts.deviceSet, { ed25519: rawKey(this.#signer.publicKey), x25519, proof, label });
  }

  /** @throws Refused */
  async follow(other: Account): Promise<void> {
    await this.#call(people.follow, { account: other.id });
  }

  /** Tokens for rooms. @param title of the room that is opened with them */
  tokens(title = ''): TokenCalls {
    return {
      newRoom: (keyHash) =>
        orRefused(
          this.#call(rooms.create, {
            ...plan,
            title,
            topics: [],
            languages: [],
            keyHash: new Uint8Array(keyHash),
          }),
        ),
      join: (handle, keyHash) =>
        orRefused(this.#call(rooms.join, { room: handle, keyHash: new Uint8Array(keyHash) })),
    };
  }

  /** Says by which key a room that it opened is known. @throws Refused */
  async announce(link: string): Promise<void> {
    const [, handle = '', keyHash = ''] = /\/r\/([\w-]{22})#([\w-]{22})/.exec(link) ?? [];
    await this.#call(rooms.announce, { room: roomHandle(handle), keyHash: linkFragment(keyHash) });
  }

  /** Says to the members of a room whose account this is. */
  readonly binder: AccountBinder = async (participantKey, roomHash) => {
    const account = new Uint8Array(Buffer.from(this.id.reveal(), 'base64url'));
    const statement = accountBindingBytes(roomHash, participantKey, account);
    const signature = new Uint8Array(sign(null, statement, this.#signer.privateKey));
    return { account, device: rawKey(this.#signer.publicKey), signature };
  };

  /** Within five minutes of the sign-up, whose passkey is fresh for so long. @throws Refused */
  async delete(): Promise<void> {
    await this.#call(yourData.deleteAccount, { handle: this.#handle });
  }

  async #call<B extends z.ZodType, R extends z.ZodType>(endpoint: Endpoint<B, R>, body: z.output<B>) {
    return (await ask(this.#server, endpoint, body, this.#cookie)).reply;
  }
}

/** @throws Refused */
export async function signUp(server: string, { handle, name }: Wish): Promise<Account> {
  const begun = await ask(server, accounts.signUpBegin, { handle, name });
  const registration = softPasskey(begun.reply.options, server);
  const made = await ask(server, accounts.signUpFinish, { handle, name, registration, label });
  return new Account(server, made.reply.id, handle, made.cookie);
}

async function ask<B extends z.ZodType, R extends z.ZodType>(
  server: string,
  { path, body: asked, reply }: Endpoint<B, R>,
  body: z.output<B>,
  cookie = '',
): Promise<{ readonly reply: z.output<R>; readonly cookie: string }> {
  const response = await fetch(server + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server, ...(cookie && { cookie }) },
    body: JSON.stringify(asked.encode(body)),
  });
  const json: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const said = errorBodySchema.safeParse(json);
    throw new Refused(path, said.success ? said.data.error.code : String(response.status));
  }
  return {
    reply: reply.decode(json as never) as z.output<R>,
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
  };
}

async function orRefused<T extends object>(answer: Promise<T>) {
  return await answer.then(
    (reply) => ({ ok: true, ...reply }) as const,
    () => ({ ok: false, why: 'roomNotFound' }) as const,
  );
}

const rawKey = (key: KeyObject): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url'));
