import { expect, test } from 'vitest';
import { auditLive, type LiveFlags } from './audit-live.ts';

test.for<[string, string, LiveFlags, string]>([
  ['no address', 'stoa.example', {}, 'must be the address'],
  ['another protocol', 'ftp://stoa.example', {}, 'must be the address'],
  ['no number of seconds', 'https://stoa.example', { seconds: 'some' }, '--seconds takes'],
  ['too many seconds', 'https://stoa.example', { seconds: '1000' }, '--seconds takes'],
  ['a process that is none', 'https://stoa.example', { pid: '-4' }, '--pid takes'],
  ['a database that is none', 'https://stoa.example', { databaseUrl: 'mysql://x' }, 'DATABASE_URL must be'],
  ['a host that is not known', 'https://nowhere.invalid', {}, 'is not known'],
])('%s is refused with a sentence', async ([, address, flags, sentence]) => {
  await expect(auditLive(address, flags)).rejects.toThrow(sentence);
});
