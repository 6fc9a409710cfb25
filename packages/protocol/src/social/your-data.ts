import { z } from 'zod';
import { endpoint, nothingSchema } from './endpoint.ts';

export const yourDataLimits = { exportsPerDay: 10 } as const;

const row = z.record(z.string(), z.unknown());

/** Everything that is stored about one account, by what it is about. Readable by programs, and by people with patience. */
export const exportSchema = z.object({
  format: z.literal('stoa-export'),
  version: z.literal(1),
  /** `YYYY-MM-DD`, UTC. */
  madeOn: z.iso.date(),
  /** Rows of each kind. Bytes and ids are base64url, times ISO 8601. */
  data: z.record(z.string(), z.array(row)),
  /** What is stored and not shown, as `kind.field`, and why. */
  withheld: z.record(z.string(), z.string()),
});
export type Export = z.output<typeof exportSchema>;

/** Sums over everybody, made when they are asked for; nothing is counted for one person. */
export const figuresSchema = z.object({
  registered: z.int().min(0),
  /** Since the day six days before today, UTC. */
  registeredSixDays: z.int().min(0),
  liveRooms: z.int().min(0),
  /** People in live rooms, on stage or not, guests too. */
  inRooms: z.int().min(0),
  listeners: z.int().min(0),
  /** Minutes that people spent in rooms since this process began, looked at once a minute. */
  minutes: z.int().min(0),
});
export type Figures = z.output<typeof figuresSchema>;

export const yourData = {
  export: endpoint({
    path: '/api/your-data/export',
    access: 'account',
    fresh: true,
    body: nothingSchema,
    reply: exportSchema,
  }),
  /** Ends the account at once. `malformed` unless the handle is the caller's own, as a person types it. */
  deleteAccount: endpoint({
    path: '/api/your-data/delete-account',
    access: 'account',
    fresh: true,
    body: z.object({ handle: z.string().min(1).max(96) }),
    /** Unix ms: the last row is gone by then. */
    reply: z.object({ completeBy: z.int().min(0) }),
  }),
  figures: endpoint({
    path: '/api/your-data/figures',
    access: 'operator',
    body: nothingSchema,
    reply: figuresSchema,
  }),
};
