import { createHash, randomBytes } from 'node:crypto';
import { accountId, type LogEntry, logEntryBytes, markBytes, noMark } from '@stoa/protocol/social';
import { expect, it } from 'vitest';
import { chainHolds } from './log-chain.ts';

const log = new Uint8Array(16);
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

/** Newest first, as the server tells it. */
function madeLog(length: number): LogEntry[] {
  const entries: LogEntry[] = [];
  for (let n = 1; n <= length; n++) {
    const salt = new Uint8Array(randomBytes(16));
    const id = new Uint8Array(randomBytes(16));
    const account = accountId(Buffer.from(id).toString('base64url'));
    const text = `{"note":"${n}"}`;
    const entry = {
      n,
      on: '2026-05-06',
      act: 'warned' as const,
      marks: {
        by: sha256(markBytes(salt, id)),
        of: noMark,
        words: sha256(markBytes(salt, new TextEncoder().encode(text))),
      },
      before: entries[0]?.hash ?? noMark,
    };
    entries.unshift({
      ...entry,
      hash: sha256(logEntryBytes(log, entry)),
      by: { salt, shown: { account, handle: 'ada', name: 'Ada' } },
      words: { salt, text },
    });
  }
  return entries;
}

it('holds as it was written, whole or a page of it, also after somebody in it has left', async () => {
  const entries = madeLog(5);
  expect(await chainHolds(log, entries, true)).toBe(true);
  expect(await chainHolds(log, entries.slice(0, 3), false)).toBe(true);
  const { by: _gone, words: _silent, ...rest } = entries[2]!;
  expect(await chainHolds(log, entries.with(2, rest), true)).toBe(true);
});

it.each<[string, (entries: LogEntry[]) => LogEntry[]]>([
  ['an entry is missing', (entries) => entries.toSpliced(2, 1)],
  ['the first one is missing', (entries) => entries.slice(0, -1)],
  ['an act was changed', (entries) => entries.with(1, { ...entries[1]!, act: 'nothing' })],
  ['a day was changed', (entries) => entries.with(1, { ...entries[1]!, on: '2026-05-07' })],
  ['it says another person', (entries) => entries.with(1, { ...entries[1]!, by: entries[2]!.by! })],
  ['it says other words', (entries) => entries.with(1, { ...entries[1]!, words: entries[2]!.words! })],
])('does not hold when %s', async (_what, change) => {
  expect(await chainHolds(log, change(madeLog(5)), true)).toBe(false);
});
