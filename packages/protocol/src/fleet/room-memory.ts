import { z } from 'zod';
import { bytes } from '../bytes.ts';
import { closeSchema } from '../errors.ts';
import { type EraId, eraId, type LinkId, linkId, type PeerId, peerId } from '../ids.ts';
import { epochWrapSchema, headSchema } from '../messages.ts';
import { type RoomHandle, roomHandle, type Subject, subject } from '../opaque.ts';
import { chatWhoSchema, leafSchema, policySchema } from '../room-words.ts';

/**
 * What a control process writes down of a room for whoever owns it next, in parts (W2, W8 and W9 of services/control/src/fleet/SPEC.md). Times are
 * milliseconds since 1970 by the writer's clock; a time that is missing was never. Processes of two versions read each
 * other's: a field may be added when it may be missing, and none changes its meaning.
 */
const time = z.number();
const subjectSchema = z.codec(
  z.string().length(22),
  z.custom<Subject>((v) => typeof v === 'object'),
  {
    decode: (text) => subject(text),
    encode: (who) => who.reveal(),
  },
);
const roomSchema = z.codec(
  z.string().length(22),
  z.custom<RoomHandle>((v) => typeof v === 'object'),
  {
    decode: (text) => roomHandle(text),
    encode: (room) => room.reveal(),
  },
);
const number = <T extends number>(brand: (n: number) => T) =>
  z.codec(
    z.int().min(0),
    z.custom<T>((v) => typeof v === 'number'),
    { decode: brand, encode: (n) => n as number },
  );
const peer = number<PeerId>(peerId);
const link = z.codec(
  z.string().max(64),
  z.custom<LinkId>((v) => typeof v === 'string'),
  { decode: linkId, encode: (text) => text as string },
);
const leaves = z.array(leafSchema);
const subjects = z.array(z.string().length(22));

/** What stays as it was when the room was opened. */
export const roomPartSchema = z.object({
  v: z.literal(1),
  room: roomSchema,
  policy: policySchema,
  strict: z.boolean(),
  era: number<EraId>(eraId),
  /** As `readFence` reads them. */
  fences: z.array(z.string().max(2_048)),
});

export const headPartSchema = z.object({
  head: headSchema,
  by: leafSchema,
  card: bytes(1, 2_048),
  /** How many entries each of the last heads covered. */
  sizes: z.array(z.tuple([z.int().min(0), z.int().min(0)])),
  removed: leaves,
});
export const wrapsPartSchema = z.array(epochWrapSchema);
export const turnsPartSchema = z.array(headSchema);
export const epochsPartSchema = z.array(z.object({ head: headSchema, wraps: z.array(epochWrapSchema) }));
/** By leaf. */
export const rewrapsPartSchema = z.array(z.object({ leaf: leafSchema, bytes: bytes(1, 2_048) }));

const newsSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('order'), bytes: bytes(1, 256) }),
  z.object({
    t: z.literal('fact'),
    kind: z.enum(['left', 'onStage', 'offStage', 'selfMuted', 'selfUnmuted']),
    leaf: leafSchema,
  }),
]);
export const deskPartSchema = z.object({
  last: z.int().min(0),
  signed: z.int().min(0),
  news: z.array(z.object({ n: z.int().min(0), at: time, message: newsSchema })),
});

const mailSchema = z.discriminatedUnion('t', [
  ...newsSchema.options,
  z.object({ t: z.literal('toLeaf'), from: leafSchema, bytes: bytes(1, 4_096) }),
]);
export const mailPartSchema = z.object({
  last: z.int().min(0),
  /** The newest piece of news that its device has taken in. */
  known: z.int().min(0),
  /** Undefined: some of it was too much to keep. */
  open: z
    .array(z.object({ n: z.int().min(0), news: z.int().min(0).optional(), message: mailSchema }))
    .optional(),
});

/** People by pages of leaves; those whose stay is over are told so when they come back. */
export const peoplePartSchema = z.array(
  z.object({
    leaf: leafSchema,
    key: bytes(32),
    subject: subjectSchema,
    stewardSince: z.int().min(0).optional(),
    line: z.object({ peer, link, connected: z.boolean(), next: z.int().min(0).optional() }).optional(),
  }),
);
export const endedPartSchema = z.array(z.object({ leaf: leafSchema, key: bytes(32), code: closeSchema }));

/** What the room has decided, and everybody's place in it: whoever is not on stage listens. */
export const corePartSchema = z.object({
  /** When this was written. */
  at: time,
  stage: z.array(
    z.object({
      leaf: leafSchema,
      role: z.enum(['moderator', 'speaker']),
      muted: z.boolean(),
      heldMute: z.boolean(),
      stagedAt: time.optional(),
      promotedAt: time.optional(),
    }),
  ),
  /** When those of them whom members may not know came there. */
  came: z.array(z.object({ leaf: leafSchema, at: time })),
  hands: leaves,
  handsRule: z.enum(['all', 'some', 'off']),
  mayRaise: subjects,
  barred: subjects,
  silenced: subjects,
  invited: z.array(z.object({ leaf: leafSchema, at: time })),
  frozen: z.boolean(),
  chatWho: chatWhoSchema,
  probationMs: z.number().min(0),
  probations: z.array(z.object({ leaf: leafSchema, at: time })),
  acting: leafSchema.optional(),
  passedOver: leaves,
  requestSince: time.optional(),
  headWantedSince: time.optional(),
  lastHeadAt: time,
  signedUntil: time.optional(),
  starting: leafSchema.optional(),
  startingSince: time,
  endsAt: time.optional(),
  /** Size of the admission log, and the last numbers of events and of requests at the door. */
  size: z.int().min(1),
  events: z.int().min(0),
  requests: z.int().min(0),
  /** When the last head came, by which members are told whom they may not know. */
  headAt: time,
});

export type RoomPart = z.infer<typeof roomPartSchema>;
export type HeadPart = z.infer<typeof headPartSchema>;
export type DeskPart = z.infer<typeof deskPartSchema>;
export type MailPart = z.infer<typeof mailPartSchema>;
export type PeoplePart = z.infer<typeof peoplePartSchema>;
export type CorePart = z.infer<typeof corePartSchema>;
export type KeptMail = z.infer<typeof mailSchema>;

/** All of it is ASCII. Throws on a programming error alone. */
export const writePart = <S extends z.ZodType>(schema: S, value: z.output<S>): string =>
  JSON.stringify(z.encode(schema, value));

/** Undefined for anything that is not exactly such a part. */
export function readPart<S extends z.ZodType>(schema: S, part: string): z.output<S> | undefined {
  try {
    return schema.safeParse(JSON.parse(part)).data;
  } catch {
    return undefined;
  }
}
