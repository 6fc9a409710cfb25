import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AddressBudgets, type Clock } from '@stoa/control';
import {
  cardRequestSchema,
  cardResponseSchema,
  type HttpError,
  newRoomRequestSchema,
  newRoomResponseSchema,
  type RoomHandle,
  roomHandle,
  signToken,
  toBase64Url,
  tokenLifetimeMs,
  tokenRequestSchema,
  tokenResponseSchema,
} from '@stoa/protocol';
import type { VoicePlane } from '@stoa/social';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Budgets } from '../config.ts';
import type { DeploymentKey } from '../deployment-key.ts';
import type { GuestCookie } from './guest-cookie.ts';

/** What the social app says of a guest who comes to a room. */
export type GuestWord = 'yes' | 'no' | 'full' | 'notOurs';

export type RoomsApiOptions = {
  /** The cards of rooms, wherever they live. */
  readonly cards: Pick<VoicePlane, 'card'>;
  readonly key: DeploymentKey;
  readonly clock: Clock;
  readonly cookie: GuestCookie;
  readonly budgets: Budgets;
  readonly address: (request: IncomingMessage) => string;
  /** What the social app says of its own rooms; without it, every room is open to who has its link. */
  readonly guests?: { guestMayJoin(room: RoomHandle): GuestWord | Promise<GuestWord> };
};

/** The app's two calls: a fresh room, and a token for a room. Nothing about either is kept. */
export function roomsApi(app: FastifyInstance, options: RoomsApiOptions): void {
  const { cards, key, clock, cookie } = options;
  const rooms = new AddressBudgets(options.budgets.rooms, options.budgets.rooms);
  const tokens = new AddressBudgets(options.budgets.tokens, options.budgets.tokens);

  const issue = (guest: string, room: RoomHandle, keyHash: Uint8Array, open: boolean) =>
    signToken(
      {
        audience: key.audience,
        room,
        keyHash,
        subject: cookie.subject(guest, room),
        grants: { open },
        expires: clock.unix() + tokenLifetimeMs,
        jti: randomBytes(16),
      },
      async (message) => key.sign(message),
    );

  const within = (budget: AddressBudgets, request: FastifyRequest, reply: FastifyReply): boolean => {
    const retryInMs = budget.refusal(options.address(request.raw), clock.now());
    if (retryInMs === undefined) return true;
    refuse(reply, 429, 'tooFast', 'Too many requests from this address.', retryInMs);
    return false;
  };

  const guestOf = (request: FastifyRequest, reply: FastifyReply): string => {
    const { guest, setCookie } = cookie.of(request.headers.cookie);
    if (setCookie) reply.header('set-cookie', setCookie);
    return guest;
  };

  app.post('/api/rooms', async (request, reply) => {
    if (!within(rooms, request, reply)) return reply;
    const body = parse(newRoomRequestSchema, request.body);
    if (!body) return refuse(reply, 400, 'malformed', 'The body is not a request for a room.');
    const room = roomHandle(toBase64Url(randomBytes(16)));
    const token = await issue(guestOf(request, reply), room, body.keyHash, true);
    return reply.code(201).send(newRoomResponseSchema.encode({ room, token }));
  });

  const cardFor = async (room: RoomHandle, guest: string): Promise<Uint8Array | undefined> => {
    const word = (await options.guests?.guestMayJoin(room)) ?? 'notOurs';
    const welcome = word === 'yes' || word === 'notOurs';
    return welcome ? await cards.card(room, cookie.subject(guest, room)) : undefined;
  };

  app.post('/api/card', async (request, reply) => {
    if (!within(tokens, request, reply)) return reply;
    const body = parse(cardRequestSchema, request.body);
    if (!body) return refuse(reply, 400, 'malformed', 'The body is not a request for a card.');
    // Whoever only looks gets no cookie.
    const card = await cardFor(body.room, cookie.of(request.headers.cookie).guest);
    if (!card) return refuse(reply, 404, 'roomNotFound', 'There is no such room, or not for you.');
    return reply.send(cardResponseSchema.encode({ card: new Uint8Array(card) }));
  });

  app.post('/api/tokens', async (request, reply) => {
    if (!within(tokens, request, reply)) return reply;
    const body = parse(tokenRequestSchema, request.body);
    if (!body) return refuse(reply, 400, 'malformed', 'The body is not a request for a token.');
    const guest = guestOf(request, reply);
    const card = await cardFor(body.room, guest);
    if (!card) return refuse(reply, 404, 'roomNotFound', 'There is no such room, or not for you.');
    const token = await issue(guest, body.room, body.keyHash, false);
    return reply.send(tokenResponseSchema.encode({ token, card: new Uint8Array(card) }));
  });
}

function parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> | undefined {
  const result = schema.safeParse(body);
  return result.success ? result.data : undefined;
}

export function refuse(
  reply: FastifyReply,
  status: number,
  code: HttpError['error']['code'],
  message: string,
  retryInMs?: number,
) {
  if (retryInMs !== undefined) reply.header('retry-after', Math.ceil(retryInMs / 1_000));
  const error = { code, message, ...(retryInMs === undefined ? {} : { retryInMs }) };
  return reply.code(status).send({ error } satisfies HttpError);
}
