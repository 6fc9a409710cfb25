import type { RoomCard } from '@stoa/protocol/social';
import { type PersonCard, people, rooms } from '@stoa/protocol/social';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { z } from 'zod';
import { matching } from './people-filter.ts';
import { useAnswer, usePages } from './use-answer.ts';
import { useMe } from './use-me.ts';
import { useApp } from './use-store.ts';

const enough = 6;
const mostPages = 8;

/**
 * Whom one may ask into a room: who follows oneself; and where an invitation opens the door, anybody who is searched
 * for. A search looks through some more pages of followers by itself.
 */
export function usePingList(card: RoomCard, text: string) {
  const { call } = useApp();
  const me = useMe();
  const followers = usePages([people.followers.path, me.id.reveal(), 'pages'], (at, signal) =>
    call(people.followers, { account: me.id, ...at }, signal),
  );
  const anybody = useAnswer(
    people.search,
    { text: text || ' ' },
    { enabled: text !== '' && card.kind !== 'open' },
  );
  const listed: readonly PersonCard[] = followers.data?.pages.flatMap((page) => page.people) ?? [];
  const found = matching(listed, text);
  const known = new Set(found.map(({ handle }) => handle));
  const others = text === '' ? [] : (anybody.data?.people ?? []).filter(({ handle }) => !known.has(handle));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = followers;
  const pages = followers.data?.pages.length ?? 0;
  const wantsMore =
    text !== '' && found.length < enough && hasNextPage && !isFetchingNextPage && pages < mostPages;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  return { followers, people: [...found, ...others].filter(({ account }) => !account.equals(me.id)) };
}

type Page = { readonly pages?: readonly z.output<typeof rooms.people.reply>[] };

/** Who is in the room already, as far as this page has seen. */
export function useSeenHere(card: RoomCard): ReadonlySet<string> {
  const answers = useQueryClient();
  const seen = answers.getQueriesData<Page>({ queryKey: [rooms.people.path, card.room.reveal()] });
  const here = seen.flatMap(([, data]) => data?.pages?.flatMap((page) => page.people) ?? []);
  return new Set(here.map(({ handle }) => handle));
}
