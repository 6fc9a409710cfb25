import { useMailView } from './use-mail.ts';
import { useUnread } from './use-news.ts';

/** Places that say how much is new in them. */
export type NewsPlace = 'notices' | 'messages';

/** How much is new there; 0 is not shown. */
export function useNavNews(): Readonly<Record<NewsPlace, number>> {
  return { notices: useUnread(), messages: useMailView().unread };
}
