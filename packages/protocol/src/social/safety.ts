import { z } from 'zod';
import { bytes } from '../bytes.ts';
import { cleanLines } from '../names.ts';
import { endpoint, nothingSchema } from './endpoint.ts';
import { accountIdSchema, caseIdSchema, clubIdSchema, reportIdSchema, roomHandleSchema } from './ids.ts';
import { personCardSchema } from './people.ts';
import { logEntrySchema } from './safety-log.ts';

export const safetyLimits = {
  reportsPerDay: 20,
  reportsPerMinute: 5,
  /** Of one report; sealed. */
  evidenceBytes: 262_144,
  wordsCodePoints: 1_000,
  noteCodePoints: 1_000,
  appealCodePoints: 2_000,
  /** An appeal may be written once for each ban. */
  appeals: 1,
  /** A live room that so many different accounts have reported leaves the hallway until somebody has looked. */
  roomReporters: 3,
  queueEntries: 50,
  logEntries: 50,
  banDaysAtMost: 3_650,
  /** Acts of one live room that its moderators can look up; older ones are forgotten first. */
  roomActs: 500,
} as const;

/** What a report is about, most urgent first. */
export const reportReasonSchema = z.enum([
  'minors',
  'threats',
  'selfHarm',
  'sexual',
  'hate',
  'harassment',
  'illegal',
  'impersonation',
  'spam',
  'other',
]);
export type ReportReason = z.infer<typeof reportReasonSchema>;

/** Text of several lines that is cleaned when it comes in; may be empty. */
const text = (codePoints: number) =>
  z.codec(z.string().max(codePoints * 4), z.string(), {
    decode: (raw, context) => {
      const value = cleanLines(raw, codePoints);
      if (value !== undefined) return value;
      context.issues.push({ code: 'custom', message: 'too long', input: raw });
      return z.NEVER;
    },
    encode: (value) => value,
  });

/** A person; somebody's message (in a room, or a direct one); a live room. */
export const reportAboutSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), account: accountIdSchema }),
  z.strictObject({
    kind: z.literal('message'),
    account: accountIdSchema,
    where: z.enum(['room', 'direct']),
  }),
  z.strictObject({ kind: z.literal('room'), room: roomHandleSchema }),
]);
export type ReportAbout = z.output<typeof reportAboutSchema>;
export const reportKindSchema = z.enum(['person', 'message', 'room']);

/** Sealed by the reporter's device for the safety team's key of that number. */
export const sealedEvidenceSchema = z.strictObject({
  key: z.int().min(1),
  sealed: bytes(1, safetyLimits.evidenceBytes),
});
export type SealedEvidence = z.output<typeof sealedEvidenceSchema>;

const decisionKindSchema = z.enum(['nothing', 'warn', 'ban']);
export type DecisionKind = z.infer<typeof decisionKindSchema>;

const day = z.iso.date();
/** Unix time, ms. */
const time = z.int().min(0);
const done = nothingSchema;

/** Somebody as the operator sees one: also who is banned or hidden. */
const knownPersonSchema = personCardSchema.extend({
  since: day,
  /** Earlier decisions about this person that were not `nothing`. */
  measures: z.int(),
  banned: z.boolean(),
});

export const urgencySchema = z.enum(['now', 'soon', 'later']);
const caseCardSchema = z.object({
  case: caseIdSchema,
  urgency: urgencySchema,
  /** Whom it is about: the reported person; of a room, who opened it. */
  person: knownPersonSchema,
  kinds: z.array(reportKindSchema),
  reasons: z.array(reportReasonSchema),
  /** Different people who reported. */
  reporters: z.int(),
  evidence: z.int(),
  since: day,
  /** Rooms of it that are live now. */
  liveRooms: z.int(),
  claimedBy: personCardSchema.optional(),
  claimedByMe: z.boolean(),
});
export type CaseCard = z.output<typeof caseCardSchema>;

export const caseSchema = caseCardSchema.extend({
  reports: z.array(
    z.object({
      report: reportIdSchema,
      kind: reportKindSchema,
      reason: reportReasonSchema,
      words: z.string(),
      on: day,
      /** How often this person said so; undefined person: the account is gone. */
      times: z.int(),
      by: personCardSchema.optional(),
      title: z.string().optional(),
      evidence: z.object({ key: z.int(), bytes: z.int() }).optional(),
    }),
  ),
  /** Rooms that the reports name, as long as they live. */
  rooms: z.array(
    z.object({
      room: roomHandleSchema,
      title: z.string().optional(),
      people: z.int(),
      hidden: z.boolean(),
      moderators: z.array(personCardSchema),
    }),
  ),
  history: z.array(logEntrySchema),
  /** Ed25519 keys of every device that the person has published here: evidence names one of them, or proves nothing. */
  devices: z.array(bytes(32)),
});
export type Case = z.output<typeof caseSchema>;

/** What somebody is told who is banned. */
export const banSchema = z.object({
  reason: reportReasonSchema,
  /** Words of the safety team; may be empty. */
  note: z.string(),
  since: day,
  /** Absent: for good. */
  until: time.optional(),
  appeal: z.enum(['possible', 'waiting', 'answered']),
});
export type Ban = z.output<typeof banSchema>;

/** Opens what a banned person is shown, for a quarter of an hour; given to whoever shows a passkey of that account. */
const ticket = z.string().length(43);

const aboutMeSchema = z.object({
  act: z.string(),
  on: day,
  reason: reportReasonSchema.optional(),
  note: z.string(),
  until: time.optional(),
  /** A decision of those who run a club; otherwise of the operator. */
  club: z.string().optional(),
});

export const roomActSchema = z.object({
  /** Unix time, ms. */
  at: time,
  act: z.enum([
    'invited',
    'handDismissed',
    'demoted',
    'moderator',
    'removed',
    'muted',
    'frozen',
    'thawed',
    'silenced',
    'unsilenced',
    'chatChanged',
    'probation',
    'kept',
  ]),
  /** Absent: somebody without an account. */
  by: personCardSchema.optional(),
  of: personCardSchema.optional(),
  /** It was done to somebody without an account. */
  ofGuest: z.boolean(),
});
export type RoomAct = z.output<typeof roomActSchema>;

export const safety = {
  /** The key of the safety team; absent while there is none: reports then go without evidence. */
  key: endpoint({
    path: '/api/safety/key',
    access: 'account',
    body: nothingSchema,
    reply: z.object({ key: z.object({ number: z.int(), publicKey: bytes(32) }).optional() }),
  }),
  /**
   * Always answered alike for people, whether there is such an account or not. Rooms that one may not see, or that have
   * ended, are `notFound`. Saying it again adds to what was said.
   */
  report: endpoint({
    path: '/api/safety/report',
    access: 'account',
    bodyBytes: 400_000,
    body: z.strictObject({
      about: reportAboutSchema,
      reason: reportReasonSchema,
      words: text(safetyLimits.wordsCodePoints),
      evidence: sealedEvidenceSchema.optional(),
    }),
    reply: done,
  }),
  /** Decisions about oneself, and what became of one's own reports. */
  mine: endpoint({
    path: '/api/safety/mine',
    access: 'account',
    body: nothingSchema,
    reply: z.object({
      decisions: z.array(aboutMeSchema),
      reports: z.array(
        z.object({
          kind: reportKindSchema,
          /** Of whom, or the room's title; absent when the person is gone. */
          name: z.string().optional(),
          reason: reportReasonSchema,
          on: day,
          state: z.enum(['waiting', 'nothing', 'acted']),
        }),
      ),
    }),
  }),
  /** What a banned person is told; `notFound` for a ticket that is over. */
  ban: endpoint({
    path: '/api/safety/ban',
    access: 'anyone',
    body: z.strictObject({ ticket }),
    reply: banSchema,
  }),
  /** Objects to a ban, once. */
  appeal: endpoint({
    path: '/api/safety/appeal',
    access: 'anyone',
    body: z.strictObject({ ticket, words: text(safetyLimits.appealCodePoints) }),
    reply: done,
  }),

  /** What happened in a live room, for its moderators: in memory, gone with the room. */
  roomLog: endpoint({
    path: '/api/safety/room-log',
    access: 'account',
    scope: 'roomsRead',
    body: z.strictObject({ room: roomHandleSchema }),
    reply: z.object({ acts: z.array(roomActSchema) }),
  }),
  /** What those who run a club did, for them; newest first. */
  clubLog: endpoint({
    path: '/api/safety/club-log',
    access: 'account',
    scope: 'clubsRead',
    body: z.strictObject({ club: clubIdSchema, before: z.int().min(1).optional() }),
    reply: z.object({ entries: z.array(logEntrySchema), next: z.int().optional() }),
  }),

  /** Cases that are open: most urgent first, then the oldest. */
  queue: endpoint({
    path: '/api/safety/queue',
    access: 'operator',
    body: nothingSchema,
    reply: z.object({ cases: z.array(caseCardSchema), total: z.int(), appeals: z.int() }),
  }),
  one: endpoint({
    path: '/api/safety/case',
    access: 'operator',
    body: z.strictObject({ case: caseIdSchema }),
    reply: caseSchema,
  }),
  evidence: endpoint({
    path: '/api/safety/evidence',
    access: 'operator',
    body: z.strictObject({ report: reportIdSchema }),
    reply: sealedEvidenceSchema,
  }),
  /** Takes a case, so that nobody else works on it; `taken` when somebody has it. */
  claim: endpoint({
    path: '/api/safety/claim',
    access: 'operator',
    body: z.strictObject({ case: caseIdSchema, on: z.boolean() }),
    reply: done,
  }),
  /** Ends a case. A ban takes effect before this is answered. */
  decide: endpoint({
    path: '/api/safety/decide',
    access: 'operator',
    fresh: true,
    body: z.strictObject({
      case: caseIdSchema,
      decision: decisionKindSchema,
      reason: reportReasonSchema,
      /** Told to the person. */
      note: text(safetyLimits.noteCodePoints),
      /** Of a ban; without it, for good. */
      days: z.int().min(1).max(safetyLimits.banDaysAtMost).optional(),
      /** Ends the rooms that the reports name, as far as they live. */
      endRooms: z.boolean(),
    }),
    reply: done,
  }),
  bans: endpoint({
    path: '/api/safety/bans',
    access: 'operator',
    body: nothingSchema,
    reply: z.object({
      bans: z.array(
        z.object({
          person: personCardSchema,
          reason: reportReasonSchema,
          note: z.string(),
          since: day,
          until: time.optional(),
          appeal: z.string().optional(),
          /** The appeal was answered: the ban stays. */
          answered: z.boolean(),
        }),
      ),
    }),
  }),
  /** Lifts a ban, or lets it stand after an appeal. */
  review: endpoint({
    path: '/api/safety/review',
    access: 'operator',
    fresh: true,
    body: z.strictObject({
      account: accountIdSchema,
      lift: z.boolean(),
      note: text(safetyLimits.noteCodePoints),
    }),
    reply: done,
  }),
  /** What the operator's people decided; newest first. */
  log: endpoint({
    path: '/api/safety/log',
    access: 'operator',
    body: z.strictObject({ before: z.int().min(1).optional() }),
    reply: z.object({ entries: z.array(logEntrySchema), next: z.int().optional() }),
  }),
  /** A new key of the safety team; its private half never comes here. Evidence from now on is sealed to it. */
  keySet: endpoint({
    path: '/api/safety/key-set',
    access: 'operator',
    fresh: true,
    body: z.strictObject({ publicKey: bytes(32) }),
    reply: z.object({ number: z.int() }),
  }),
};
