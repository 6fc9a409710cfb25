import { accounts } from '@stoa/protocol/social';
import { MonitorSmartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useAct, useAnswer } from '../../state/use-answer.ts';
import { useDay } from '../../state/use-dates.ts';
import { useMe } from '../../state/use-me.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { Section } from './section.tsx';

export function SessionSettings() {
  const { t } = useTranslation();
  const me = useMe();
  const day = useDay();
  const answer = useAnswer(accounts.sessionList, {});
  const end = useAct(accounts.sessionEnd, [accounts.sessionList]);
  const others = useAct(accounts.sessionEndOthers, [accounts.sessionList]);
  return (
    <Section title={t('settingsPage.sessions')}>
      <AnswerView answer={answer} rows={2}>
        {({ sessions }) => (
          <>
            <ul>
              {sessions.map((session) => {
                const mine = me.session?.equals(session.id) ?? false;
                return (
                  <li key={session.id.reveal()} className="flex min-h-16 items-center gap-3">
                    <MonitorSmartphone aria-hidden="true" className="size-5 shrink-0 text-soft" />
                    <span className="min-w-0 flex-1">
                      <span dir="auto" className="block truncate font-semibold">
                        {session.label}
                        {mine && ` · ${t('settingsPage.thisOne')}`}
                      </span>
                      <span className="block text-sm text-soft">
                        {session.here
                          ? t('settingsPage.open')
                          : t('settingsPage.usedOn', { day: day(session.usedOn) })}
                      </span>
                    </span>
                    {!mine && (
                      <Button
                        size="small"
                        aria-label={t('settingsPage.endSession', { label: session.label })}
                        disabled={end.isPending}
                        onClick={() => end.mutate({ id: session.id })}
                      >
                        {t('settingsPage.end')}
                      </Button>
                    )}
                  </li>
                );
              })}
            </ul>
            {sessions.length > 1 && (
              <Button
                look="soft"
                className="justify-self-start"
                disabled={others.isPending}
                onClick={() => others.mutate({})}
              >
                {t('settingsPage.endOthers')}
              </Button>
            )}
          </>
        )}
      </AnswerView>
    </Section>
  );
}
