import { z } from 'zod';
import { bytes, concat } from '../bytes.ts';
import { personCardSchema } from './people.ts';

/** Acts that the moderation log on disk knows. Never one that says who was in which room. */
export const logActSchema = z.enum([
  // Of the operator's people.
  'nothing',
  'warned',
  'banned',
  'unbanned',
  'appealRefused',
  'roomEnded',
  'keyMade',
  // Of those who run a club.
  'promoted',
  'demoted',
  'transferred',
  'removed',
  'clubBanned',
  'clubUnbanned',
  'invited',
  'accepted',
  'declined',
  'rulesChanged',
  'edited',
]);
export type LogAct = z.infer<typeof logActSchema>;

/** What entries carry beside the chain: salted, so that a mark says nothing once salt and person are gone. */
const marked = <T extends z.ZodType>(shown: T) => z.object({ salt: bytes(16), shown: shown.optional() });

/**
 * One entry of a log that only grows. Each log (the operator's, or one club's) numbers its entries from 1 and ties each to
 * the one before by hash; people and words stand beside it under salted marks, so that a person can be deleted and
 * the chain still be checked.
 */
export const logEntrySchema = z.object({
  n: z.int().min(1),
  on: z.iso.date(),
  act: logActSchema,
  marks: z.object({ by: bytes(32), of: bytes(32), words: bytes(32) }),
  before: bytes(32),
  hash: bytes(32),
  /** Absent when the person is gone, or there was none. */
  by: marked(personCardSchema).optional(),
  of: marked(personCardSchema).optional(),
  words: z.object({ salt: bytes(16), text: z.string() }).optional(),
});
export type LogEntry = z.output<typeof logEntrySchema>;

/** The mark of nobody, and what the first entry of a log has before it. */
export const noMark = new Uint8Array(32);

const ascii = (text: string) => new Uint8Array([...text].map((char) => char.charCodeAt(0)));

/** What is hashed (SHA-256) for the chain: domain | log (16) | n (4, big endian) | day (10) | act | 0 | marks | before. */
export function logEntryBytes(
  log: Uint8Array,
  entry: Pick<LogEntry, 'n' | 'on' | 'act' | 'marks' | 'before'>,
): Uint8Array<ArrayBuffer> {
  const n = new Uint8Array(4);
  new DataView(n.buffer).setUint32(0, entry.n);
  const { by, of, words } = entry.marks;
  return concat(
    ascii('stoa moderation log v1\0'),
    log,
    n,
    ascii(entry.on),
    ascii(`${entry.act}\0`),
    by,
    of,
    words,
    entry.before,
  );
}

/** What is hashed for a mark: salt (16) | what it stands for (16 bytes of an id, or UTF-8). */
export const markBytes = (salt: Uint8Array, what: Uint8Array): Uint8Array<ArrayBuffer> => concat(salt, what);
