import { z } from 'zod';
import { endpoint, nothingSchema } from './endpoint.ts';
import { accountIdSchema, clubIdSchema } from './ids.ts';
import { cursorSchema, peoplePageSchema, personCardSchema } from './people.ts';

export const clubLimits = {
  nameCodePoints: 64,
  descriptionCodePoints: 1_000,
  rules: 10,
  ruleCodePoints: 300,
  members: 100_000,
  /** Clubs that one account may own, and be in. */
  owned: 10,
  joined: 200,
  createdPerDay: 3,
  invitationsPerDay: 100,
  /** Joining, asking and deciding, together. */
  changesPerDay: 500,
  pageEntries: 50,
  searchResults: 20,
} as const;

export const wayInSchema = z.enum(['open', 'request', 'invitation']);
/** `banned` is told to nobody: for them the club is absent. */
export const clubStandingSchema = z.enum(['none', 'requested', 'invited', 'member', 'admin', 'owner']);
export const clubRoleSchema = z.enum(['member', 'admin', 'owner']);

export const clubCardSchema = z.object({
  club: clubIdSchema,
  name: z.string(),
  members: z.int(),
  mine: clubStandingSchema,
});
export type ClubCard = z.infer<typeof clubCardSchema>;

export const clubSchema = clubCardSchema.extend({
  description: z.string(),
  rules: z.array(z.string()),
  /** Rises with every change of the rules; goes with the request to join. */
  rulesVersion: z.int(),
  /** The version that one has accepted; absent outside the club. */
  rulesAccepted: z.int().optional(),
  wayIn: wayInSchema,
  inDirectory: z.boolean(),
  /** Absent when a block stands between. */
  owner: personCardSchema.optional(),
  /** For those who run the club: how many ask to come in. */
  requests: z.int().optional(),
});
export type Club = z.infer<typeof clubSchema>;

const words = {
  name: z.string().min(1).max(256),
  description: z.string().max(8_192),
  rules: z.array(z.string().min(1).max(2_048)).max(clubLimits.rules),
  wayIn: wayInSchema,
  inDirectory: z.boolean(),
};
const one = z.strictObject({ club: clubIdSchema });
const about = z.strictObject({ club: clubIdSchema, account: accountIdSchema });
const pageOf = z.strictObject({ club: clubIdSchema, cursor: cursorSchema.optional() });
const done = nothingSchema;
const act = <const Path extends string>(path: Path) =>
  endpoint({ path: `/api/clubs/${path}`, access: 'account', scope: 'clubsWrite', body: about, reply: done });
const desk = <const Path extends string>(path: Path) =>
  endpoint({
    path: `/api/clubs/${path}`,
    access: 'account',
    scope: 'clubsRead',
    body: pageOf,
    reply: peoplePageSchema,
  });

/** Clubs that one may not see are `notFound`, as absent ones. */
export const clubs = {
  create: endpoint({
    path: '/api/clubs/create',
    access: 'account',
    scope: 'clubsWrite',
    body: z.strictObject(words),
    reply: clubSchema,
  }),
  one: endpoint({
    path: '/api/clubs/one',
    access: 'account',
    scope: 'clubsRead',
    body: one,
    reply: clubSchema,
  }),
  /** Clubs one is in, or invited to. */
  mine: endpoint({
    path: '/api/clubs/mine',
    access: 'account',
    scope: 'clubsRead',
    body: nothingSchema,
    reply: z.object({ clubs: z.array(clubCardSchema) }),
  }),
  /** The directory: by words, or without any the largest. */
  directory: endpoint({
    path: '/api/clubs/directory',
    access: 'account',
    scope: 'clubsRead',
    body: z.strictObject({ text: z.string().max(256).optional() }),
    reply: z.object({ clubs: z.array(clubCardSchema) }),
  }),
  members: endpoint({
    path: '/api/clubs/members',
    access: 'account',
    scope: 'clubsRead',
    body: pageOf,
    reply: z.object({
      people: z.array(personCardSchema.extend({ role: clubRoleSchema })),
      next: cursorSchema.optional(),
    }),
  }),
  requests: desk('requests'),
  invitations: desk('invitations'),
  banned: desk('banned'),
  edit: endpoint({
    path: '/api/clubs/edit',
    access: 'account',
    scope: 'clubsWrite',
    body: z.strictObject({
      club: clubIdSchema,
      name: words.name.optional(),
      description: words.description.optional(),
      rules: words.rules.optional(),
      wayIn: words.wayIn.optional(),
      inDirectory: words.inDirectory.optional(),
    }),
    reply: clubSchema,
  }),
  /** With the version of the rules that the person was shown and accepted. */
  join: endpoint({
    path: '/api/clubs/join',
    access: 'account',
    scope: 'clubsWrite',
    body: z.strictObject({ club: clubIdSchema, rulesVersion: z.int() }),
    reply: z.object({ mine: clubStandingSchema }),
  }),
  /** Takes one's request back, or declines an invitation. */
  withdraw: endpoint({
    path: '/api/clubs/withdraw',
    access: 'account',
    scope: 'clubsWrite',
    body: one,
    reply: done,
  }),
  leave: endpoint({
    path: '/api/clubs/leave',
    access: 'account',
    scope: 'clubsWrite',
    body: one,
    reply: done,
  }),
  close: endpoint({ path: '/api/clubs/close', access: 'account', body: one, reply: done }),
  invite: act('invite'),
  uninvite: act('uninvite'),
  accept: act('accept'),
  decline: act('decline'),
  promote: act('promote'),
  demote: act('demote'),
  transfer: act('transfer'),
  remove: act('remove'),
  ban: act('ban'),
  unban: act('unban'),
};
