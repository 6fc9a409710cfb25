import type { TFunction } from 'i18next';
import type { Gathered } from './announcer.ts';

/** One breath of news as sentences: one name is said, several are counted. */
export function announcementText(gathered: Gathered, t: TFunction): string {
  const one = (names: readonly string[]) => ({ name: names[0] || t('seat.nameless') });
  const { joined, left, hands, knocks, queue } = gathered;
  const sentences: string[] = [];
  if (knocks.length === 1) sentences.push(t('say.knockOne', one(knocks)));
  if (knocks.length > 1) sentences.push(t('say.knockMany', { count: knocks.length }));
  if (hands.length === 1) sentences.push(t('say.handOne', one(hands)));
  if (hands.length > 1) sentences.push(t('say.handMany', { count: hands.length }));
  if (joined.length === 1) sentences.push(t('say.joinedOne', one(joined)));
  if (joined.length > 1) sentences.push(t('say.joinedMany', { count: joined.length }));
  if (left.length === 1) sentences.push(t('say.leftOne', one(left)));
  if (left.length > 1) sentences.push(t('say.leftMany', { count: left.length }));
  if (queue === 1) sentences.push(t('say.queueNext'));
  else if (queue !== undefined) sentences.push(t('say.queue', { count: queue }));
  return sentences.join(' ');
}
