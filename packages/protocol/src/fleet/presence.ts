import { z } from 'zod';
import type { LinkId } from '../ids.ts';
import type { RelayLoad } from '../relay-link.ts';
import { isIP } from './is-ip.ts';

/**
 * What a host of relays says of itself, twice a second. Fields that a reader does not know are passed over, so that hosts of
 * this version and of the next one can be in one fleet.
 */
const count = z.number().nonnegative();
export const loadSchema: z.ZodType<RelayLoad> = z.object({
  peers: count,
  connected: count,
  packetsIn: count,
  packetsForwarded: count,
  packetsDenied: count,
  packetsPoliced: count,
  packetsShed: count.default(0),
  malformed: count,
  framesToRelays: count,
  framesFromRelays: count,
  residentBytes: count,
  processor: count,
  packetsPerSecond: count,
  pressure: count,
});

const token = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/);
const link = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,65}$/)
  .transform((text) => text as LinkId);

/**
 * Which words a process of a fleet understands: `fleetWords` of its version. It rises with every new kind of message or value between
 * processes, which is sent only when everybody who may get it says as much. Undefined: 1.
 */
export const fleetWords = 1;
export const speaks = z.int().min(1).optional();

export const presenceSchema = z.object({
  v: z.literal(1),
  speaks,
  /** Its id in the directory, and in its credentials. */
  host: token,
  /** Of its program, from start to end: drawn at random. */
  life: token,
  /** Shows that it has the deployment's key. Undefined: a version that had none. */
  mark: z.string().max(64).optional(),
  /** Undefined: nobody said where it stands. */
  region: z.string().max(48).optional(),
  jurisdiction: z.string().max(2).optional(),
  operator: z.string().max(253).optional(),
  /** What clients are told. */
  addresses: z.array(z.string().refine(isIP)).max(8),
  /** UDP port that answers round-trip probes. */
  probe: z.int().min(1).max(65_535).optional(),
  /** It takes nobody new, and is about to end. */
  draining: z.boolean(),
  /** It has ended: this is its last word. */
  ended: z.boolean().optional(),
  relays: z
    .array(
      z.object({
        index: z.int().min(0).max(1_023),
        up: z.boolean(),
        /** Its process is about to be replaced: it takes nobody new. Undefined: no. */
        draining: z.boolean().optional(),
        link: link.optional(),
        /** UDP. */
        port: z.int().min(0).max(65_535),
        pressure: z.number().min(0).max(1),
        /** One of another version, with other figures, is no reason to know nothing of the relay. */
        load: loadSchema.optional().catch(undefined),
      }),
    )
    .max(1_024),
});
export type Presence = z.infer<typeof presenceSchema>;

export const presenceRules = {
  everyMs: 500,
  /** No word for so long: it is down. */
  silentMs: 3_000,
} as const;

/** Names of NATS subjects. Hosts and lives are random or chosen by the operator; no subject names a room or a person. */
export const fleetSubjects = {
  presence: (host: string) => `stoa.relay.presence.${host}`,
  toRelays: (host: string) => `stoa.relay.words.${host}`,
  toControl: (life: string, host: string) => `stoa.control.words.${life}.${host}`,
} as const;
