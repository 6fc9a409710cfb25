import { accounts } from '@stoa/protocol/social';
import { Bot, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useAct, useAnswer } from '../../state/use-answer.ts';
import { useDay } from '../../state/use-dates.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { CopyOnce } from '../parts/copy-once.tsx';
import { Section } from './section.tsx';
import { TokenForm } from './token-form.tsx';

/** Programs that act for this person, within what each is allowed. */
export function TokenSettings() {
  const { t } = useTranslation();
  const day = useDay();
  const answer = useAnswer(accounts.tokenList, {});
  const remove = useAct(accounts.tokenRemove, [accounts.tokenList]);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<string>();
  return (
    <Section title={t('settingsPage.tokens')} text={t('settingsPage.tokensText')}>
      <AnswerView answer={answer} rows={1}>
        {({ tokens }) =>
          tokens.length > 0 && (
            <ul>
              {tokens.map((token) => (
                <li key={token.id.reveal()} className="flex min-h-16 items-start gap-3 py-2">
                  <Bot aria-hidden="true" className="mt-1 size-5 shrink-0 text-soft" />
                  <span className="min-w-0 flex-1">
                    <span dir="auto" className="block truncate font-semibold">
                      {token.label}
                    </span>
                    <span className="block text-sm text-soft">
                      {token.scopes.map((scope) => t(`settingsPage.scopes.${scope}`)).join(' · ')}
                    </span>
                    <span className="block text-sm text-soft">
                      {token.usedOn
                        ? t('settingsPage.usedOn', { day: day(token.usedOn) })
                        : t('settingsPage.madeOn', { day: day(token.createdOn) })}
                      {token.expiresOn && ` · ${t('settingsPage.tokenEnds', { day: day(token.expiresOn) })}`}
                    </span>
                  </span>
                  <IconButton
                    icon={Trash2}
                    label={t('settingsPage.tokenRemove', { label: token.label })}
                    disabled={remove.isPending}
                    onClick={() => remove.mutate({ id: token.id })}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </AnswerView>
      {made !== undefined && <CopyOnce title={t('settingsPage.tokenShown')} secret={made} />}
      <Button icon={Plus} className="justify-self-start" onClick={() => setMaking(true)}>
        {t('settingsPage.tokenMake')}
      </Button>
      <Dialog open={making} onOpenChange={setMaking} title={t('settingsPage.tokenMake')}>
        <TokenForm
          onMade={(token) => {
            setMade(token);
            setMaking(false);
          }}
        />
      </Dialog>
    </Section>
  );
}
