import { type PersonCard, people } from '@stoa/protocol/social';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../state/use-answer.ts';
import { useMe } from '../../state/use-me.ts';
import { useSettled } from '../../state/use-settled.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { PersonRow } from './person-row.tsx';

/** Finding somebody to do something with; before anything is typed, those whom one follows. */
export function PeoplePicker({
  leaveOut = [],
  action,
}: {
  leaveOut?: readonly PersonCard[];
  action: (person: PersonCard) => ReactNode;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const [text, setText] = useState('');
  const asked = useSettled(text.trim(), 250);
  const following = useAnswer(people.following, { account: me.id }, { enabled: asked === '' });
  const found = useAnswer(people.search, { text: asked || '-' }, { enabled: asked !== '' });
  const fits = (person: PersonCard) =>
    !person.account.equals(me.id) && !leaveOut.some(({ account }) => account.equals(person.account));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)]">
      <SearchField label={t('people.searchHint')} value={text} onChange={setText} />
      <AnswerView answer={asked === '' ? following : found} rows={2}>
        {(answer) => {
          const fitting = answer.people.filter(fits);
          if (fitting.length === 0)
            return (
              <p role="status" className="text-soft">
                {t(asked === '' ? 'people.noneYet' : 'people.nobody')}
              </p>
            );
          return (
            <ul>
              {fitting.map((person) => (
                <li key={person.handle}>
                  <PersonRow person={person} action={action(person)} />
                </li>
              ))}
            </ul>
          );
        }}
      </AnswerView>
    </div>
  );
}
