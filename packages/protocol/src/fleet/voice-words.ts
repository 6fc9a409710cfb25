import { z } from 'zod';
import { speaks } from './presence.ts';
import { decode } from './relay-words.ts';

/** What social and control processes of a fleet say to each other about rooms. Sealed: the broker cannot read it. */
const life = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/);
const id = z.string().max(64);
const room = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
const who = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

const act = z.discriminatedUnion('do', [
  z.object({ do: z.literal('card'), room, who }),
  z.object({ do: z.literal('expel'), room, who }),
  z.object({ do: z.literal('dismiss'), room, who }),
  z.object({ do: z.literal('hands'), room, rule: z.enum(['all', 'some', 'off']) }),
  z.object({ do: z.literal('mayRaise'), room, who, may: z.boolean() }),
  z.object({ do: z.literal('end'), room }),
]);
export type VoiceAct = z.infer<typeof act>;

/** To all controls: the one that has the room does it. */
const askSchema = z.object({ from: life, id, act });
export type VoiceAsk = z.infer<typeof askSchema>;

const answerSchema = z.object({
  life,
  id,
  /** Is the room there? */
  here: z.boolean(),
  card: z.string().max(100_000).optional(),
});
export type VoiceAnswer = z.infer<typeof answerSchema>;

const news = z.object({
  /** `opened`, `seat`, `act`, `ended`. One that a reader does not know is passed over, and its number counts all the same. */
  kind: z.string().max(20),
  room,
  subject: who.optional(),
  role: z.string().max(20).optional(),
  act: z.string().max(20).optional(),
  by: who.optional(),
  of: who.optional(),
});
export type VoiceNewsOnWire = z.infer<typeof news>;

/** From a control to everybody, numbered from 1; without news it only says that it lives. */
const bulletinSchema = z.object({
  life,
  n: z.int().min(0),
  news: news.optional(),
  /** It gave its rooms to others, and has ended. */
  ended: z.boolean().optional(),
  speaks,
});
export type VoiceBulletin = z.infer<typeof bulletinSchema>;

/** "What came after number n?", to one control; and its answer. */
const missedSchema = z.object({ from: life, of: life, after: z.int().min(0) });
const againSchema = z.object({ life, bulletins: z.array(bulletinSchema).max(1_000) });

/** May a guest come in? From a control to the social app, and back. */
const guestAskSchema = z.object({ from: life, id, room });
const guestAnswerSchema = z.object({ id, word: z.enum(['yes', 'no', 'full', 'notOurs']) });

/** Between processes that serve accounts: "is anybody?", and "I am". */
const socialSchema = z.object({ from: life });

const reader =
  <S extends z.ZodType>(schema: S) =>
  (bytes: Uint8Array): z.output<S> | undefined =>
    decode(schema, bytes);

/** Reads each of them; undefined for anything else. */
export const voiceWords = {
  ask: reader(askSchema),
  answer: reader(answerSchema),
  news: reader(bulletinSchema),
  missed: reader(missedSchema),
  again: reader(againSchema),
  guest: reader(guestAskSchema),
  guestAnswer: reader(guestAnswerSchema),
  social: reader(socialSchema),
} as const;

/** NATS subjects. No subject names a room or a person. */
export const voiceSubjects = {
  ask: 'stoa.voice.ask',
  answer: (to: string) => `stoa.voice.answer.${to}`,
  news: 'stoa.voice.news',
  missed: 'stoa.voice.missed',
  again: (to: string) => `stoa.voice.again.${to}`,
  guest: 'stoa.voice.guest',
  social: 'stoa.voice.social',
  socialHere: (to: string) => `stoa.voice.social-here.${to}`,
  guestAnswer: (to: string) => `stoa.voice.guest-answer.${to}`,
} as const;
