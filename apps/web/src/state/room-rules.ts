import { cleanTitle } from '@stoa/protocol';
import type { HandsPolicy, RoomCard, rooms, Topic } from '@stoa/protocol/social';
import type { z } from 'zod';

/** What a moderator may change of a room of people with accounts. */
export type RoomWords = {
  readonly title: string;
  readonly kind: RoomCard['kind'];
  readonly topics: readonly Topic[];
  readonly guests: boolean;
  readonly hands: HandsPolicy;
};

export const wordsOf = ({ title = '', kind, topics, guests, hands }: RoomCard): RoomWords => ({
  ...{ title, kind, topics, guests, hands },
});

/** A kind changes only where its keys allow it. */
export const mayChangeKind = ({ kind }: Pick<RoomCard, 'kind'>): boolean =>
  kind === 'open' || kind === 'social';
/** No server knows the title of a closed room. */
export const mayChangeTitle = ({ kind }: Pick<RoomCard, 'kind'>): boolean => kind !== 'closed';
export const mayHaveGuests = (kind: RoomCard['kind']): boolean => kind === 'open' || kind === 'closed';

type Edit = z.output<typeof rooms.edit.body>;

/** Only what was changed; undefined when the title cannot be shown. */
export function editOf(card: RoomCard, wish: RoomWords): Edit | undefined {
  const title = cleanTitle(wish.title);
  if (mayChangeTitle(card) && title === undefined) return undefined;
  const guests = wish.guests && mayHaveGuests(wish.kind);
  const sameTopics = [...wish.topics].sort().join() === [...card.topics].sort().join();
  return {
    room: card.room,
    ...(mayChangeTitle(card) && title !== card.title && { title }),
    ...((wish.kind === 'open' || wish.kind === 'social') && wish.kind !== card.kind && { kind: wish.kind }),
    ...(!sameTopics && { topics: [...wish.topics] }),
    ...(guests !== card.guests && { guests }),
    ...(wish.hands !== card.hands && { hands: wish.hands }),
  };
}

export const changesNothing = (edit: Edit | undefined): boolean =>
  edit !== undefined && Object.keys(edit).length === 1;
