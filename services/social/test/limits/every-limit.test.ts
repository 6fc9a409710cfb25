import { readFileSync } from 'node:fs';
import * as social from '@stoa/protocol/social';
import { expect, test } from 'vitest';

/** Limits that the tests of their features reach: the file below services/social or packages, and the test's title. */
const elsewhere: Readonly<Record<string, readonly [file: string, title: string]>> = {
  'photoLimits.bytes': ['services/social/test/account.test.ts', 'a file above 5 MB, are refused'],
  'photoLimits.sizes': ['services/social/test/account.test.ts', 'for (const size of [64, 256, 512])'],
  'eventLimits.startEarlyMs': [
    'services/social/src/events/events.test.ts',
    'from a quarter of an hour before',
  ],
  'eventLimits.keptDays': ['services/social/test/your-data/retention.test.ts', 'eventsOver'],
  'notificationLimits.keptDays': ['services/social/test/your-data/retention.test.ts', 'notifications'],
  'hallwayLimits.gatherMs': ['services/social/src/hallway/hallway.test.ts', 'ms % 100 === 0'],
  'messageLimits.envelopeBytes': [
    'services/social/src/messages/messages.test.ts',
    'only sizes of envelopes are taken',
  ],
  'messageLimits.perMinute': ['services/social/src/messages/messages.test.ts', 'messages a minute'],
  'messageLimits.strangersPerDay': [
    'services/social/src/messages/messages.test.ts',
    'so many strangers a day',
  ],
  'messageLimits.unanswered': [
    'services/social/src/messages/messages.test.ts',
    'three messages without an answer',
  ],
  'messageLimits.waitingFromOne': [
    'services/social/src/messages/messages.test.ts',
    'the oldest of that person go',
  ],
  'messageLimits.waitingDays': ['services/social/test/your-data/retention.test.ts', 'async messagesWaiting'],
  'messageLimits.requestDays': ['services/social/test/your-data/retention.test.ts', 'async messageRequests'],
  'safetyLimits.appeals': ['services/social/src/safety/safety.test.ts', "words: 'Again.'"],
  'safetyLimits.reportsPerDay': [
    'services/social/src/safety/safety.test.ts',
    'five in a minute, twenty in a day',
  ],
  'safetyLimits.reportsPerMinute': [
    'services/social/src/safety/safety.test.ts',
    'five in a minute, twenty in a day',
  ],
  'safetyLimits.roomReporters': [
    'services/social/src/safety/safety.test.ts',
    'a room that three people reported',
  ],
  'safetyLimits.evidenceBytes': ['services/social/src/safety/safety.test.ts', 'or too long, it is refused'],
};

const root = new URL('../../../../', import.meta.url);
const here = ['people', 'clubs-and-events', 'rooms-and-notices', 'messages-and-safety']
  .map((name) => readFileSync(new URL(`${name}.test.ts`, import.meta.url), 'utf8'))
  .join('\n');

/** `peopleLimits.follows` and so on: whatever the protocol exports under such a name. */
const all = Object.entries(social).flatMap(([name, value]) =>
  name.endsWith('Limits') ? Object.keys(value as object).map((key) => `${name}.${key}`) : [],
);

/** A limit is named in the tests beside this one by its whole name, by `at.` or `.` and its own, or as one of a set. */
function isReachedHere(limit: string): boolean {
  const [set = '', own = ''] = limit.split('.');
  if (here.includes(limit)) return true;
  return here.includes(set) && new RegExp(`\\bat\\.${own}\\b`).test(here);
}

test('every limit of the protocol has a test that reaches it', () => {
  expect(all.length).toBeGreaterThan(70);
  expect(all.filter((limit) => !isReachedHere(limit) && !elsewhere[limit])).toEqual([]);
});

test.each(Object.entries(elsewhere))('%s is reached where it is said to be', (limit, [file, title]) => {
  expect(all).toContain(limit);
  expect(readFileSync(new URL(file, root), 'utf8')).toContain(title);
});
