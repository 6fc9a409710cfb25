import { z } from 'zod';
import { endpoint, nothingSchema } from './endpoint.ts';
import { accountIdSchema, clubIdSchema, eventIdSchema, feedIdSchema, roomHandleSchema } from './ids.ts';
import { cursorSchema, personCardSchema } from './people.ts';

export const eventLimits = {
  titleCodePoints: 120,
  descriptionCodePoints: 2_000,
  coHosts: 10,
  /** Events of one host that are still to come. */
  planned: 50,
  createdPerDay: 10,
  changesPerDay: 100,
  answersPerDay: 300,
  going: 20_000,
  leastMinutes: 5,
  mostMinutes: 24 * 60,
  /** How far ahead one may schedule. */
  aheadDays: 400,
  /** From so long before its time the room may be started, until it was to be over. */
  startEarlyMs: 15 * 60_000,
  /** Reminders, minutes before; and how long an event that is over is kept. */
  reminders: [0, 15, 60, 1_440],
  keptDays: 30,
  pageEntries: 50,
  feeds: 50,
} as const;

/** `everyone`: with a page for link previews. `club`: the people in the club. */
export const eventAudienceSchema = z.enum(['everyone', 'club']);
export const eventAnswerSchema = z.enum(['going', 'maybe']);

/** Local time where the event is at home, `YYYY-MM-DDTHH:MM`. */
export const localTimeSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);

export const eventCardSchema = z.object({
  event: eventIdSchema,
  title: z.string(),
  /** Milliseconds since 1970. */
  startsAt: z.int(),
  minutes: z.int(),
  zone: z.string(),
  /** Absent when a block stands between. */
  host: personCardSchema.optional(),
  club: z.object({ club: clubIdSchema, name: z.string() }).optional(),
  audience: eventAudienceSchema,
  cancelled: z.boolean(),
  going: z.int(),
  mine: eventAnswerSchema.optional(),
  hosting: z.boolean(),
});
export type EventCard = z.infer<typeof eventCardSchema>;

export const eventSchema = eventCardSchema.extend({
  description: z.string(),
  local: localTimeSchema,
  coHosts: z.array(personCardSchema),
  /** For hosts: who was asked to host and has not answered. */
  asked: z.array(personCardSchema),
  /** One is asked to host it oneself. */
  askedToHost: z.boolean(),
  /** Minutes before at which one is reminded; absent without an answer, or when one wants none. */
  remind: z.int().optional(),
  /** The live room of this event. */
  room: roomHandleSchema.optional(),
  /** May one start the room now? */
  mayStart: z.boolean(),
});
export type EventView = z.infer<typeof eventSchema>;

const words = {
  title: z.string().min(1).max(512),
  description: z.string().max(16_384),
  starts: localTimeSchema,
  zone: z.string().min(1).max(64),
  minutes: z.int().min(eventLimits.leastMinutes).max(eventLimits.mostMinutes),
};
const one = z.strictObject({ event: eventIdSchema });
const done = nothingSchema;
const reminder = z.union(eventLimits.reminders.map((minutes) => z.literal(minutes)));

/** Events that one may not see are `notFound`, as absent ones. */
export const events = {
  create: endpoint({
    path: '/api/events/create',
    access: 'account',
    scope: 'eventsWrite',
    body: z.strictObject({
      ...words,
      audience: eventAudienceSchema,
      club: clubIdSchema.optional(),
      /** They are asked, and shown once they said yes. */
      coHosts: z.array(accountIdSchema).max(eventLimits.coHosts).optional(),
    }),
    reply: eventSchema,
  }),
  one: endpoint({
    path: '/api/events/one',
    access: 'account',
    scope: 'eventsRead',
    body: one,
    reply: eventSchema,
  }),
  /**
   * To come, soonest first. `forMe`: hosted or answered by oneself, of one's clubs, or hosted by whom one follows;
   * `club`: of one club; `host`: of one person.
   */
  list: endpoint({
    path: '/api/events/list',
    access: 'account',
    scope: 'eventsRead',
    body: z.union([
      z.strictObject({ forMe: z.literal(true), cursor: cursorSchema.optional() }),
      z.strictObject({ club: clubIdSchema, cursor: cursorSchema.optional() }),
      z.strictObject({ host: accountIdSchema, cursor: cursorSchema.optional() }),
    ]),
    reply: z.object({ events: z.array(eventCardSchema), next: cursorSchema.optional() }),
  }),
  search: endpoint({
    path: '/api/events/search',
    access: 'account',
    scope: 'eventsRead',
    body: z.strictObject({ text: z.string().min(1).max(256) }),
    reply: z.object({ events: z.array(eventCardSchema) }),
  }),
  /** A new time takes both `starts` and `zone`. */
  edit: endpoint({
    path: '/api/events/edit',
    access: 'account',
    scope: 'eventsWrite',
    body: z.strictObject({
      event: eventIdSchema,
      title: words.title.optional(),
      description: words.description.optional(),
      when: z.strictObject({ starts: words.starts, zone: words.zone }).optional(),
      minutes: words.minutes.optional(),
    }),
    reply: eventSchema,
  }),
  cancel: endpoint({
    path: '/api/events/cancel',
    access: 'account',
    scope: 'eventsWrite',
    body: one,
    reply: done,
  }),
  askToHost: endpoint({
    path: '/api/events/ask-to-host',
    access: 'account',
    scope: 'eventsWrite',
    body: z.strictObject({ event: eventIdSchema, account: accountIdSchema }),
    reply: done,
  }),
  /** A co-host, or somebody asked; by the host, or by that person. */
  dropHost: endpoint({
    path: '/api/events/drop-host',
    access: 'account',
    scope: 'eventsWrite',
    body: z.strictObject({ event: eventIdSchema, account: accountIdSchema }),
    reply: done,
  }),
  acceptHosting: endpoint({
    path: '/api/events/accept-hosting',
    access: 'account',
    scope: 'eventsWrite',
    body: one,
    reply: done,
  }),
  /** `no` takes the answer back. Without `remind` one is reminded 15 minutes before; null: never. */
  answer: endpoint({
    path: '/api/events/answer',
    access: 'account',
    scope: 'eventsWrite',
    body: z.strictObject({
      event: eventIdSchema,
      answer: z.enum(['going', 'maybe', 'no']),
      remind: reminder.nullable().optional(),
    }),
    reply: done,
  }),
  /** A host says which live room, moderated by it, is this event's. */
  start: endpoint({
    path: '/api/events/start',
    access: 'account',
    scope: 'eventsWrite',
    body: z.strictObject({ event: eventIdSchema, room: roomHandleSchema }),
    reply: done,
  }),
  /** A calendar address that only its owner knows: of one's own events, or of a club. Shown this once. */
  createFeed: endpoint({
    path: '/api/events/create-feed',
    access: 'account',
    body: z.strictObject({ club: clubIdSchema.optional() }),
    /** Path on this server. */
    reply: z.object({ path: z.string() }),
  }),
  feeds: endpoint({
    path: '/api/events/feeds',
    access: 'account',
    body: nothingSchema,
    reply: z.object({
      feeds: z.array(
        z.object({
          feed: feedIdSchema,
          club: z.object({ club: clubIdSchema, name: z.string() }).optional(),
          createdOn: z.string(),
        }),
      ),
    }),
  }),
  revokeFeed: endpoint({
    path: '/api/events/revoke-feed',
    access: 'account',
    body: z.strictObject({ feed: feedIdSchema }),
    reply: done,
  }),
};
