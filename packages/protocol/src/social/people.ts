import { z } from 'zod';
import { endpoint, nothingSchema } from './endpoint.ts';
import { accountIdSchema, clubIdSchema, imageIdSchema } from './ids.ts';

/** What one account may do; the server reads the same figures. */
export const peopleLimits = {
  follows: 10_000,
  followsPerDay: 400,
  blocks: 10_000,
  blocksPerDay: 500,
  mutes: 10_000,
  bells: 1_000,
  /** Pages of lists, and searches: each shows cards of other people. */
  pagesPerDay: 400,
  pagesPerMinute: 30,
  pageEntries: 50,
  searchResults: 20,
  searchCodePoints: 64,
  suggestions: 20,
} as const;

/** Where a page goes on. It says nothing to anybody but the server, and holds for one list only. */
export const cursorSchema = z.string().length(22);
export type Cursor = z.infer<typeof cursorSchema>;

/** A person as lists show one. */
export const personCardSchema = z.object({
  account: accountIdSchema,
  handle: z.string(),
  name: z.string(),
  image: imageIdSchema.optional(),
});
export type PersonCard = z.infer<typeof personCardSchema>;

export const peoplePageSchema = z.object({
  people: z.array(personCardSchema),
  next: cursorSchema.optional(),
});
export type PeoplePage = z.infer<typeof peoplePageSchema>;

export const bellLevelSchema = z.enum(['always', 'sometimes', 'never']);

export const profileSchema = personCardSchema.extend({
  bio: z.string(),
  links: z.array(z.string()),
  /** UTC day of sign-up, `YYYY-MM-DD`. */
  since: z.string(),
  self: z.boolean(),
  follows: z.boolean(),
  followsYou: z.boolean(),
  muted: z.boolean(),
  /** For somebody one follows: when one is told that they come on stage. */
  bell: bellLevelSchema,
  /** Absent when the lists are private. */
  counts: z.object({ followers: z.int(), following: z.int() }).optional(),
  listsPrivate: z.boolean(),
  /** Several people you follow have blocked this person. */
  blockedByFollowed: z.boolean(),
  /** Clubs of the directory that both may see. */
  clubs: z.array(z.object({ club: clubIdSchema, name: z.string() })),
});
export type Profile = z.infer<typeof profileSchema>;

const who = z.strictObject({ account: accountIdSchema });
const page = z.strictObject({ cursor: cursorSchema.optional() });
const pageOf = z.strictObject({ account: accountIdSchema, cursor: cursorSchema.optional() });
const done = nothingSchema;

/** Absent people, and people hidden by a block, are `notFound` alike. */
export const people = {
  profile: endpoint({
    path: '/api/people/profile',
    access: 'account',
    scope: 'peopleRead',
    body: z.union([who, z.strictObject({ handle: z.string().min(1).max(64) })]),
    reply: profileSchema,
  }),
  follow: endpoint({
    path: '/api/people/follow',
    access: 'account',
    scope: 'peopleWrite',
    body: who,
    reply: done,
  }),
  unfollow: endpoint({
    path: '/api/people/unfollow',
    access: 'account',
    scope: 'peopleWrite',
    body: who,
    reply: done,
  }),
  /** Newest first. Follows of people with private lists are left out, so a page may be shorter than the count says. */
  followers: endpoint({
    path: '/api/people/followers',
    access: 'account',
    scope: 'peopleRead',
    body: pageOf,
    reply: peoplePageSchema,
  }),
  following: endpoint({
    path: '/api/people/following',
    access: 'account',
    scope: 'peopleRead',
    body: pageOf,
    reply: peoplePageSchema,
  }),
  /** Ends follows both ways and hides each from the other. */
  block: endpoint({ path: '/api/people/block', access: 'account', body: who, reply: done }),
  unblock: endpoint({ path: '/api/people/unblock', access: 'account', body: who, reply: done }),
  /** Whom one has blocked oneself. */
  blocked: endpoint({ path: '/api/people/blocked', access: 'account', body: page, reply: peoplePageSchema }),
  mute: endpoint({ path: '/api/people/mute', access: 'account', body: who, reply: done }),
  unmute: endpoint({ path: '/api/people/unmute', access: 'account', body: who, reply: done }),
  muted: endpoint({ path: '/api/people/muted', access: 'account', body: page, reply: peoplePageSchema }),
  search: endpoint({
    path: '/api/people/search',
    access: 'account',
    scope: 'peopleRead',
    body: z.strictObject({ text: z.string().min(1).max(256) }),
    reply: z.object({ people: z.array(personCardSchema.extend({ follows: z.boolean() })) }),
  }),
  suggestions: endpoint({
    path: '/api/people/suggestions',
    access: 'account',
    scope: 'peopleRead',
    body: nothingSchema,
    reply: z.object({ people: z.array(personCardSchema) }),
  }),
  setListsPrivate: endpoint({
    path: '/api/people/lists-private',
    access: 'account',
    body: z.strictObject({ on: z.boolean() }),
    reply: done,
  }),
};
