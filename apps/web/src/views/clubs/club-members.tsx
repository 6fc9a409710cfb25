import { type Club, clubs } from '@stoa/protocol/social';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useMe } from '../../state/use-me.ts';
import { useApp } from '../../state/use-store.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { PersonRow } from '../people/person-row.tsx';
import { MemberMenu } from './member-menu.tsx';

export function ClubMembers({ club }: { club: Club }) {
  const { t } = useTranslation();
  const { call } = useApp();
  const me = useMe();
  const answer = useInfiniteQuery({
    queryKey: [clubs.members.path, club.club.reveal()],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call(clubs.members, { club: club.club, ...(pageParam !== undefined && { cursor: pageParam }) }, signal),
    getNextPageParam: (page) => page.next,
  });
  return (
    <AnswerView answer={answer}>
      {({ pages }) => (
        <>
          <ul>
            {pages
              .flatMap((page) => page.people)
              .map((person) => (
                <li key={person.handle}>
                  <PersonRow
                    person={person}
                    note={t(`clubsPage.role.${person.role}`)}
                    action={
                      person.account.equals(me.id) ? undefined : <MemberMenu club={club} person={person} />
                    }
                  />
                </li>
              ))}
          </ul>
          {answer.hasNextPage && (
            <Button
              look="soft"
              disabled={answer.isFetchingNextPage}
              onClick={() => void answer.fetchNextPage()}
            >
              {t('answers.more')}
            </Button>
          )}
        </>
      )}
    </AnswerView>
  );
}
