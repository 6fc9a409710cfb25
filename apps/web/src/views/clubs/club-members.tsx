import { type Club, clubs } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { usePages } from '../../state/use-answer.ts';
import { useMe } from '../../state/use-me.ts';
import { useApp } from '../../state/use-store.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { MorePages } from '../parts/more-pages.tsx';
import { PersonRow } from '../people/person-row.tsx';
import { MemberMenu } from './member-menu.tsx';

export function ClubMembers({ club }: { club: Club }) {
  const { t } = useTranslation();
  const { call } = useApp();
  const me = useMe();
  const answer = usePages([clubs.members.path, club.club.reveal()], (at, signal) =>
    call(clubs.members, { club: club.club, ...at }, signal),
  );
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
          <MorePages of={answer} />
        </>
      )}
    </AnswerView>
  );
}
