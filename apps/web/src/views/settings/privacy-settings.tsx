import { people } from '@stoa/protocol/social';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Switch } from '../../design/switch.tsx';
import { useAct, useAnswer, usePages } from '../../state/use-answer.ts';
import { useMe } from '../../state/use-me.ts';
import { useApp } from '../../state/use-store.ts';
import { OwnFenceSettings } from '../fence/own-fence-settings.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { MorePages } from '../parts/more-pages.tsx';
import { PersonRow } from '../people/person-row.tsx';
import { MyDecisions } from '../safety/my-decisions.tsx';
import { Section } from './section.tsx';

export function PrivacySettings() {
  const { t } = useTranslation();
  const me = useMe();
  const own = useAnswer(people.profile, { account: me.id });
  const setPrivate = useAct(people.setListsPrivate, [people.profile]);
  return (
    <>
      <Section title={t('settingsPage.tabs.privacy')}>
        <AnswerView answer={own} rows={1}>
          {(profile) => (
            <Switch
              label={t('settingsPage.listsPrivate')}
              hint={t('settingsPage.listsPrivateHint')}
              on={profile.listsPrivate}
              disabled={setPrivate.isPending}
              onChange={(on) => setPrivate.mutate({ on })}
            />
          )}
        </AnswerView>
      </Section>
      <OwnFenceSettings />
      <Left
        title={t('settingsPage.blocked')}
        list={people.blocked}
        undo={people.unblock}
        word={t('people.unblock')}
      />
      <Left
        title={t('settingsPage.muted')}
        list={people.muted}
        undo={people.unmute}
        word={t('people.unmute')}
      />
      <MyDecisions />
    </>
  );
}

/** People one does not want to meet or hear of, and the way to take that back. */
function Left({
  title,
  list,
  undo,
  word,
}: {
  title: string;
  list: typeof people.blocked;
  undo: typeof people.unblock;
  word: string;
}) {
  const { t } = useTranslation();
  const { call } = useApp();
  const answer = usePages([list.path], (at, signal) => call(list, at, signal));
  const act = useAct(undo, [list, people.profile, people.search]);
  return (
    <Section title={title}>
      <AnswerView answer={answer} rows={1}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.people);
          if (all.length === 0) return <p className="text-soft">{t('settingsPage.none')}</p>;
          return (
            <>
              <ul>
                {all.map((person) => (
                  <li key={person.handle}>
                    <PersonRow
                      person={person}
                      action={
                        <Button
                          size="small"
                          disabled={act.isPending}
                          onClick={() => act.mutate({ account: person.account })}
                        >
                          {word}
                        </Button>
                      }
                    />
                  </li>
                ))}
              </ul>
              <MorePages of={answer} />
            </>
          );
        }}
      </AnswerView>
    </Section>
  );
}
