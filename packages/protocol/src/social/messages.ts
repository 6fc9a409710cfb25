import { z } from 'zod';
import { bytes } from '../bytes.ts';
import { endpoint, nothingSchema } from './endpoint.ts';
import { accountIdSchema, deviceIdSchema, envelopeIdSchema, messageIdSchema } from './ids.ts';
import { personCardSchema } from './people.ts';

export const messageLimits = {
  /** Sizes of an envelope in bytes: nothing else is taken, so that they say nothing but how long the text may be. */
  envelopeBytes: [353, 1_121, 4_193],
  /** A message goes to the newest so many devices of each of the two. */
  devices: 32,
  perMinute: 30,
  perDay: 2_000,
  /** People who do not expect it, written to for the first time. */
  strangersPerDay: 10,
  /** Messages until the other has answered, or accepted. */
  unanswered: 3,
  /** Waiting for one device, from one person and from everybody: the oldest go. */
  waitingFromOne: 200,
  waiting: 1_000,
  /** Days that something waits for a device; that a request, or its refusal, is remembered. */
  waitingDays: 30,
  requestDays: 60,
  atOnce: 50,
  peopleAtOnce: 100,
  lookUpsPerMinute: 120,
} as const;

/** Made by `sealDirect`; the server sees sizes, and that is all. */
const envelope = bytes(messageLimits.envelopeBytes[0], messageLimits.envelopeBytes[2]).refine(
  (value) => messageLimits.envelopeBytes.some((size) => size === value.length),
  'not the size of an envelope',
);

/**
 * How messages of somebody are treated: as from a contact (`open`), as a request that waits for an answer (`asked`), not at
 * all (`refused`), or nothing was ever written (`none`).
 */
export const messageStandingSchema = z.enum(['none', 'asked', 'open', 'refused']);
export type MessageStanding = z.infer<typeof messageStandingSchema>;

const one = z.strictObject({ account: accountIdSchema });

/** People that one may not see are `notFound`, as absent ones. None of it is for programs: they are no devices. */
export const messages = {
  /**
   * One envelope for each device of the other, and for those other ones of one's own that the sender knows; the same message
   * again changes nothing.
   * `changed`: these are not the devices, and nothing was sent; ask `accounts.devicesOf`. `noDevices`: the other has none.
   * `notYet`: the other has not answered the first messages.
   */
  send: endpoint({
    path: '/api/messages/send',
    access: 'account',
    bodyBytes: 524_288,
    body: z.strictObject({
      to: accountIdSchema,
      message: messageIdSchema,
      envelopes: z.array(z.strictObject({ device: deviceIdSchema, envelope })).max(2 * messageLimits.devices),
    }),
    reply: z.object({ outcome: z.enum(['sent', 'changed', 'noDevices']) }),
  }),
  /** What waits for this session's device, oldest first; it waits on until `taken`. */
  fetch: endpoint({
    path: '/api/messages/fetch',
    access: 'account',
    body: nothingSchema,
    reply: z.object({
      waiting: z.array(
        z.object({
          id: envelopeIdSchema,
          /** Who wrote it, as the server has it; what counts is the signature inside. */
          from: accountIdSchema,
          envelope,
        }),
      ),
      more: z.boolean(),
    }),
  }),
  /** They are stored on the device: the server forgets them. */
  taken: endpoint({
    path: '/api/messages/taken',
    access: 'account',
    body: z.strictObject({ ids: z.array(envelopeIdSchema).min(1).max(messageLimits.atOnce) }),
    reply: nothingSchema,
  }),
  /** As they are now, of those that one has written to, or been written to by; others are left out. */
  people: endpoint({
    path: '/api/messages/people',
    access: 'account',
    body: z.strictObject({ accounts: z.array(accountIdSchema).min(1).max(messageLimits.peopleAtOnce) }),
    reply: z.object({
      people: z.array(
        z.object({
          account: accountIdSchema,
          standing: messageStandingSchema,
          /** Absent for people that are gone, or behind a block. */
          card: personCardSchema.optional(),
          /** Of their devices: when it grew, ask `accounts.devicesOf`. */
          generation: z.int().optional(),
        }),
      ),
    }),
  }),
  /** Answers a request. Neither is told to whoever asked. */
  accept: endpoint({
    path: '/api/messages/accept',
    access: 'account',
    body: one,
    reply: nothingSchema,
  }),
  refuse: endpoint({
    path: '/api/messages/refuse',
    access: 'account',
    body: one,
    reply: nothingSchema,
  }),
} as const;
