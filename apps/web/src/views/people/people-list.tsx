import type { AccountId, people } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { usePages } from '../../state/use-answer.ts';
import { useApp } from '../../state/use-store.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { MorePages } from '../parts/more-pages.tsx';
import { PersonRow } from './person-row.tsx';

/** Followers, or whom somebody follows, a page at a time. */
export function PeopleList({
  list,
  of,
}: {
  list: typeof people.followers | typeof people.following;
  of: AccountId;
}) {
  const { t } = useTranslation();
  const { call } = useApp();
  const answer = usePages([list.path, of.reveal(), 'pages'], (at, signal) =>
    call(list, { account: of, ...at }, signal),
  );
  return (
    <AnswerView answer={answer}>
      {({ pages }) => {
        const all = pages.flatMap((page) => page.people);
        if (all.length === 0) return <p className="text-soft">{t('people.noneYet')}</p>;
        return (
          <>
            <ul>
              {all.map((person) => (
                <li key={person.handle}>
                  <PersonRow person={person} />
                </li>
              ))}
            </ul>
            <MorePages of={answer} />
          </>
        );
      }}
    </AnswerView>
  );
}
