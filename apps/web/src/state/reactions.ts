import type { RoomView } from '@stoa/client';

type Shown = RoomView['chat']['reactions'][number];
export type Sign = Shown['sign'];

/** The name of each sign in the words of the app. */
export const signNames = {
  '👏': 'applause',
  '❤️': 'heart',
  '😂': 'laughing',
  '😮': 'surprised',
  '🎉': 'party',
  '👍': 'thumbsUp',
  '🙏': 'thanks',
  '🔥': 'fire',
  '💯': 'hundred',
  '👋': 'wave',
  '🤔': 'thinking',
  '💡': 'idea',
} as const satisfies Record<Sign, string>;

export const signs = Object.keys(signNames) as readonly Sign[];

/** How often each sign is up now, the most frequent first: for those who want no motion. */
export function tallyOf(shown: readonly Shown[]): readonly { readonly sign: Sign; readonly count: number }[] {
  const counts = new Map<Sign, number>();
  for (const { sign } of shown) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return [...counts].map(([sign, count]) => ({ sign, count })).sort((a, b) => b.count - a.count);
}

const lanes = 8;
/** Where it rises: neighbours far apart, the same for everybody. */
export const laneOf = (number: number): number => (number * 3) % lanes;
