import { z } from 'zod';
import { bytes } from '../bytes.ts';
import { limits } from '../limits.ts';
import { Opaque } from '../opaque.ts';
import { endpoint, nothingSchema } from './endpoint.ts';
import { accountIdSchema, clubIdSchema, deviceIdSchema, roomHandleSchema } from './ids.ts';
import { personCardSchema } from './people.ts';
import { languageSchema, topicSchema } from './topics.ts';

export const roomLimits = {
  topics: 3,
  languages: 3,
  /** On stage in one room, in the audience of two others, ten openings in 24 hours. */
  speaking: 1,
  listening: 2,
  opensPerDay: 10,
  invitationsAtOnce: 50,
  invitationsPerHour: 100,
  invitations: 5_000,
  sealedLinkBytes: 512,
  /** A person may have so many devices. */
  sealedLinks: 200,
  joinsPerMinute: 60,
  pageEntries: 50,
  lookUpsPerMinute: 60,
  faces: 6,
} as const;

/** Everybody; people whom moderators or speakers follow; members of the club; the invited. */
export const roomKindSchema = z.enum(['open', 'social', 'club', 'closed']);
export type RoomKind = z.infer<typeof roomKindSchema>;

/** Who may raise a hand: everybody with an account; people whom moderators or speakers follow; nobody. */
export const handsPolicySchema = z.enum(['all', 'followed', 'off']);
export type HandsPolicy = z.infer<typeof handsPolicySchema>;

const token = z.codec(z.string().max(512), z.instanceof(Opaque<'token'>), {
  decode: (text) => new Opaque('token', text),
  encode: (value) => value.reveal(),
});

/**
 * The public half of a link's fragment: the hash of the room key, 22 characters. What opens a closed room besides, the
 * secret, never comes here.
 */
export const roomKeyHashSchema = z.codec(
  z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  z.custom<Opaque<'link'>>((value) => value instanceof Opaque),
  { decode: (text) => new Opaque('link', text), encode: (value) => value.reveal() },
);

/** A closed room's whole link, sealed by the inviting device for one device of the invited person. */
export const sealedLinkSchema = z.object({
  device: deviceIdSchema,
  sealed: bytes(1, roomLimits.sealedLinkBytes),
});

/** A live room as one person finds it. */
export const roomCardSchema = z.object({
  room: roomHandleSchema,
  kind: roomKindSchema,
  /** Absent for closed rooms, whose titles no server knows. */
  title: z.string().optional(),
  club: z.object({ club: clubIdSchema, name: z.string() }).optional(),
  topics: z.array(topicSchema),
  languages: z.array(languageSchema),
  /** With the handle this is the link; absent for closed rooms. */
  keyHash: roomKeyHashSchema.optional(),
  guests: z.boolean(),
  hands: handsPolicySchema,
  capacity: z.int(),
  /** Everybody in it, and how many of them on stage. */
  people: z.int(),
  onStage: z.int(),
  /** Milliseconds since 1970, to the minute. */
  openedAt: z.int(),
  /** Some of those on stage, people one follows first, then listeners one follows. */
  faces: z.array(personCardSchema.extend({ onStage: z.boolean(), followed: z.boolean() })),
  friendsOnStage: z.int(),
  friendsInAudience: z.int(),
  ownClub: z.boolean(),
  invited: z.boolean(),
  /** For the invited of a closed room: the link, for those of one's devices that the inviting person's device knew. */
  links: z.array(sealedLinkSchema).optional(),
});
export type RoomCard = z.infer<typeof roomCardSchema>;

const one = z.strictObject({ room: roomHandleSchema });
const done = nothingSchema;
const words = {
  topics: z.array(topicSchema).max(roomLimits.topics),
  languages: z.array(languageSchema).max(roomLimits.languages),
  capacity: z.int().min(2).max(limits.participants),
  guests: z.boolean(),
  hands: handsPolicySchema,
};
const title = z.string().min(1).max(512);

/** Rooms that one may not see are `notFound`, as absent and ended ones. */
export const rooms = {
  /** A handle and a token to open it. The room is in no list before it is live and, unless closed, announced. */
  create: endpoint({
    path: '/api/rooms/create',
    access: 'account',
    scope: 'roomsWrite',
    body: z.strictObject({
      keyHash: bytes(32),
      kind: roomKindSchema,
      /** Not for closed rooms, and needed for all others. */
      title: title.optional(),
      club: clubIdSchema.optional(),
      /** Closed rooms: whoever proves the link's secret comes in, not only the invited. */
      byLink: z.boolean().optional(),
      ...words,
    }),
    reply: z.object({ room: roomHandleSchema, token }),
  }),
  /** The opener's device says by which key the room is known. */
  announce: endpoint({
    path: '/api/rooms/announce',
    access: 'account',
    scope: 'roomsWrite',
    body: z.strictObject({ room: roomHandleSchema, keyHash: roomKeyHashSchema }),
    reply: done,
  }),
  /** A token to join as a listener, and the room's card. Again for each new connection. */
  join: endpoint({
    path: '/api/rooms/join',
    access: 'account',
    scope: 'roomsRead',
    body: z.strictObject({ room: roomHandleSchema, keyHash: bytes(32) }),
    reply: z.object({ token, card: bytes(1, 2_048) }),
  }),
  /** What somebody who holds the link is shown before joining. */
  show: endpoint({
    path: '/api/rooms/show',
    access: 'anyone',
    scope: 'roomsRead',
    body: one,
    reply: roomCardSchema,
  }),
  /** Rooms one is in, on stage first, and closed ones one is invited to. */
  mine: endpoint({
    path: '/api/rooms/mine',
    access: 'account',
    scope: 'roomsRead',
    body: nothingSchema,
    reply: z.object({
      rooms: z.array(
        roomCardSchema.extend({ role: z.enum(['moderator', 'speaker', 'listener', 'invited']) }),
      ),
    }),
  }),
  /**
   * Pings people in. Anybody in an open room may ping those who follow them; in other rooms an invitation opens the door,
   * so moderators and speakers alone give it. People who cannot be pinged are passed over, and which is not said.
   */
  invite: endpoint({
    path: '/api/rooms/invite',
    access: 'account',
    scope: 'roomsWrite',
    bodyBytes: 262_144,
    body: z.strictObject({
      room: roomHandleSchema,
      people: z
        .array(
          z.strictObject({
            account: accountIdSchema,
            links: z.array(sealedLinkSchema).max(roomLimits.sealedLinks).optional(),
          }),
        )
        .min(1)
        .max(roomLimits.invitationsAtOnce),
    }),
    reply: done,
  }),
  /** By moderators. A room's kind changes between open and social only: the others differ in their keys. */
  edit: endpoint({
    path: '/api/rooms/edit',
    access: 'account',
    scope: 'roomsWrite',
    body: z.strictObject({
      room: roomHandleSchema,
      kind: z.enum(['open', 'social']).optional(),
      title: title.optional(),
      topics: words.topics.optional(),
      languages: words.languages.optional(),
      capacity: words.capacity.optional(),
      guests: words.guests.optional(),
      hands: words.hands.optional(),
    }),
    reply: done,
  }),
  /**
   * Who is here: on stage; listeners whom somebody on stage follows; the others. Guests and people hidden by a block
   * are counted, not shown. `text` searches all who are here by handle and name. `next` goes into `after`.
   */
  people: endpoint({
    path: '/api/rooms/people',
    access: 'account',
    scope: 'roomsRead',
    body: z.strictObject({
      room: roomHandleSchema,
      part: z.enum(['stage', 'followed', 'others', 'all']),
      text: z.string().min(1).max(256).optional(),
      after: z.int().min(0).max(limits.participants).optional(),
    }),
    reply: z.object({
      people: z.array(
        personCardSchema.extend({
          role: z.enum(['moderator', 'speaker', 'listener']),
          followed: z.boolean(),
        }),
      ),
      total: z.int(),
      guests: z.int(),
      next: z.int().optional(),
    }),
  }),
  /** By moderators: everybody out. */
  end: endpoint({
    path: '/api/rooms/end',
    access: 'account',
    scope: 'roomsWrite',
    body: one,
    reply: done,
  }),
};
