import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { roomHandleSchema } from './ids.ts';
import { personCardSchema } from './people.ts';
import { roomCardSchema } from './rooms.ts';
import { languageSchema, topicSchema } from './topics.ts';

export const hallwayLimits = {
  feed: 50,
  skip: 500,
  searchResults: 30,
  searchCodePoints: 64,
  searchesPerMinute: 30,
  /** A page that watches shows so many rooms. */
  watched: 30,
  /** Changes to a watching page are gathered for so long, which is also the shortest time between two frames. */
  gatherMs: 100,
} as const;

export const tasteLimits = { topics: 16, languages: 8 } as const;

/** What the person likes to hear about and understands. It is asked with each time and kept nowhere. */
export const tasteSchema = z.strictObject({
  topics: z.array(topicSchema).max(tasteLimits.topics),
  languages: z.array(languageSchema).max(tasteLimits.languages),
});
export type Taste = z.infer<typeof tasteSchema>;

export const hallway = {
  /** Live rooms for the caller, best first. Without an account: open rooms where guests may listen. */
  feed: endpoint({
    path: '/api/hallway/feed',
    access: 'anyone',
    scope: 'roomsRead',
    body: z.strictObject({
      taste: tasteSchema,
      limit: z.int().min(1).max(hallwayLimits.feed),
      skip: z.int().min(0).max(hallwayLimits.skip),
    }),
    reply: z.object({ rooms: z.array(roomCardSchema), more: z.boolean() }),
  }),
  /** Live rooms by words of their title, topic names or club. */
  search: endpoint({
    path: '/api/hallway/search',
    access: 'anyone',
    scope: 'roomsRead',
    body: z.strictObject({ text: z.string().min(1).max(256) }),
    reply: z.object({ rooms: z.array(roomCardSchema) }),
  }),
};

/** What a watching page of `/live` is told. */
export const hallwayLive = [
  /** `order` is the whole list; `rooms` holds the cards that are new or changed since the last frame. */
  z.object({
    t: z.literal('hallway'),
    order: z.array(roomHandleSchema),
    rooms: z.array(roomCardSchema),
  }),
  /** Somebody asks the person in. */
  z.object({ t: z.literal('pinged'), by: personCardSchema, room: roomCardSchema }),
] as const;

/** What a page may ask: to be told of the hallway from now on, with the first frame at once; or no longer. */
export const hallwayRequests = [
  z.object({ t: z.literal('watchHallway'), taste: tasteSchema }),
  z.object({ t: z.literal('leaveHallway') }),
] as const;
