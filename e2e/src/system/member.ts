import { createNodeParticipant, type NodeParticipant, type ParticipantOptions } from '@stoa/client/node';
import { type JoinToken, linkFragment, type RoomHandle, roomHandle } from '@stoa/protocol';
import { type AccountId, accounts, type Endpoint, rooms } from '@stoa/protocol/social';
import { SoftAuthenticator } from '@stoa/testkit';
import type { z } from 'zod';

type Plan = Omit<z.output<typeof rooms.create.body>, 'keyHash'>;

/** What went through somebody's hands on the way into a room: all of it is gone when the room is. */
export type Credentials = { readonly keyHash: Uint8Array; readonly token: JoinToken };

/** Somebody with an account at a server that runs: calls over HTTP as a page makes them, and comes into rooms. */
export class Member {
  readonly id: AccountId;
  readonly handle: string;
  readonly credentials: Credentials[] = [];
  readonly #server: string;
  readonly cookie: string;
  readonly #here: NodeParticipant[];

  /** @param here gets everybody who comes in, for the test to close in the end */
  constructor(server: string, id: AccountId, handle: string, cookie: string, here: NodeParticipant[]) {
    this.#server = server;
    this.#here = here;
    this.id = id;
    this.handle = handle;
    this.cookie = cookie;
  }

  async try<B extends z.ZodType, R extends z.ZodType>(endpoint: Endpoint<B, R>, body: z.output<B>) {
    return await ask(this.#server, endpoint, body, this.cookie);
  }

  async call<B extends z.ZodType, R extends z.ZodType>(endpoint: Endpoint<B, R>, body: z.output<B>) {
    const got = await this.try(endpoint, body);
    if (!got.ok) throw new Error(`${endpoint.path} was answered with ${got.status}`);
    return got.reply;
  }

  /** Opens a room, says which key it has unless it is closed, and stays in it. */
  async opens(wish: Partial<Plan> = {}, more: Partial<ParticipantOptions> = {}) {
    const { title, ...rest } = wish;
    const plan: Plan = {
      kind: 'open',
      topics: [],
      languages: [],
      capacity: 100,
      guests: false,
      hands: 'all',
      ...rest,
      ...(rest.kind === 'closed' ? {} : { title: title ?? 'Late tea' }),
    };
    const participant = await this.#comes(
      { server: this.#server, title: title ?? 'Late tea', ...more },
      plan,
    );
    const { link } = participant.room;
    const { room, fragment } = readLink(link);
    if (plan.kind !== 'closed') {
      await this.call(rooms.announce, { room, keyHash: linkFragment(fragment.slice(0, 22)) });
    }
    return { participant, room, link, fragment };
  }

  joins(link: string, more: Partial<ParticipantOptions> = {}): Promise<NodeParticipant> {
    return this.#comes({ server: this.#server, link, ...more });
  }

  async #comes(where: Partial<ParticipantOptions>, plan?: Plan): Promise<NodeParticipant> {
    const participant = await createNodeParticipant({
      name: this.handle,
      ear: 'frames',
      ...where,
      tokens: {
        newRoom: async (hash) => {
          const keyHash = new Uint8Array(hash);
          const made = await this.call(rooms.create, { ...plan!, keyHash });
          this.credentials.push({ keyHash, token: made.token });
          return { ok: true, ...made };
        },
        join: async (room, hash) => {
          const keyHash = new Uint8Array(hash);
          const got = await this.try(rooms.join, { room, keyHash });
          if (!got.ok) return { ok: false, why: 'roomNotFound' };
          this.credentials.push({ keyHash, token: got.reply.token });
          return { ok: true, ...got.reply };
        },
      },
    });
    this.#here.push(participant);
    await participant.until(({ phase }) => phase.is === 'live');
    return participant;
  }
}

/** The two parts of an invite link. */
export function readLink(link: string): { readonly room: RoomHandle; readonly fragment: string } {
  const [, handle = '', fragment = ''] = /\/r\/([\w-]{22})#([\w-]{22,})/.exec(link) ?? [];
  return { room: roomHandle(handle), fragment };
}

/** Signs up with a passkey, through every step. */
export async function signUpAt(
  server: string,
  handle: string,
  name: string,
  here: NodeParticipant[],
): Promise<Member & { readonly authenticator: SoftAuthenticator }> {
  const authenticator = new SoftAuthenticator(() => server);
  const begun = await ask(server, accounts.signUpBegin, { handle, name });
  if (!begun.ok) throw new Error(`The sign-up was answered with ${begun.status}`);
  const registration = authenticator.create(begun.reply.options);
  const label = 'Firefox on Linux';
  const made = await ask(server, accounts.signUpFinish, { handle, name, registration, label });
  if (!made.ok) throw new Error(`The sign-up was answered with ${made.status}`);
  return Object.assign(new Member(server, made.reply.id, handle, made.cookie, here), { authenticator });
}

async function ask<B extends z.ZodType, R extends z.ZodType>(
  server: string,
  endpoint: Endpoint<B, R>,
  body: z.output<B>,
  cookie = '',
) {
  const response = await fetch(server + endpoint.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server, ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(endpoint.body.encode(body)),
  });
  const json: unknown = await response.json();
  if (!response.ok) return { ok: false, status: response.status } as const;
  return {
    ok: true,
    reply: endpoint.reply.decode(json as never) as z.output<R>,
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
  } as const;
}
