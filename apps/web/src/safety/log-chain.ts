import { fromBase64Url } from '@stoa/protocol';
import { type LogEntry, logEntryBytes, markBytes, noMark } from '@stoa/protocol/social';

/**
 * Is a part of a moderation log, newest first, as it was written: every entry fits the one before it, and says of whom and
 * what it marks? `log`: 16 bytes of its id, zeros for the operator's. `whole`: it goes back to the first entry.
 */
export async function chainHolds(
  log: Uint8Array,
  entries: readonly LogEntry[],
  whole: boolean,
): Promise<boolean> {
  for (const [i, entry] of entries.entries()) {
    if (!same(entry.hash, await sha256(logEntryBytes(log, entry)))) return false;
    const before = entries[i + 1];
    if (before && (before.n !== entry.n - 1 || !same(before.hash, entry.before))) return false;
    if (!before && whole && (entry.n !== 1 || !same(entry.before, noMark))) return false;
    for (const part of ['by', 'of'] as const) {
      const told = entry[part];
      const id = told?.shown && fromBase64Url(told.shown.account.reveal());
      if (told && id && !same(entry.marks[part], await sha256(markBytes(told.salt, id)))) return false;
    }
    if (entry.words) {
      const text = new TextEncoder().encode(entry.words.text);
      if (!same(entry.marks.words, await sha256(markBytes(entry.words.salt, text)))) return false;
    }
  }
  return true;
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
