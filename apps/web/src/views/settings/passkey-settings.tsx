import { accounts, type PasskeyId } from '@stoa/protocol/social';
import { KeyRound, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addPasskey, deviceLabel } from '../../api/passkey.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { Confirm } from '../../design/dialog.tsx';
import { useAnswer } from '../../state/use-answer.ts';
import { useDay, useMoment } from '../../state/use-dates.ts';
import { useMe } from '../../state/use-me.ts';
import { useFreshAct } from '../../state/use-passkey-act.ts';
import { useApp } from '../../state/use-store.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { RecoverySettings } from './recovery-settings.tsx';
import { RenamePasskey } from './rename-passkey.tsx';
import { Section } from './section.tsx';
import { SessionSettings } from './session-settings.tsx';
import { TokenSettings } from './token-settings.tsx';

/** What lets one in: passkeys, the recovery code, open sessions. */
export function PasskeySettings() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <>
      {me.passkeys < 2 && !me.recovery.code && (
        <p className="mb-5 rounded-2xl bg-warn-soft px-4 py-3 text-warn-ink">
          <strong className="block">{t('settingsPage.secondTitle')}</strong>
          {t('settingsPage.secondText')}
        </p>
      )}
      <Passkeys />
      <RecoverySettings />
      <SessionSettings />
      <TokenSettings />
    </>
  );
}

function Passkeys() {
  const { t } = useTranslation();
  const { call } = useApp();
  const day = useDay();
  const moment = useMoment();
  const answer = useAnswer(accounts.passkeyList, {});
  const act = useFreshAct([accounts.passkeyList, accounts.me]);
  const [removing, setRemoving] = useState<PasskeyId>();
  const [renaming, setRenaming] = useState<{ readonly id: PasskeyId; readonly label: string }>();
  return (
    <Section title={t('settingsPage.passkeys')} text={t('settingsPage.passkeysText')}>
      <AnswerView answer={answer} rows={2}>
        {({ passkeys }) => (
          <ul>
            {passkeys.map((passkey) => (
              <li key={passkey.id.reveal()} className="flex min-h-16 items-center gap-3">
                <KeyRound aria-hidden="true" className="size-5 shrink-0 text-soft" />
                <span className="min-w-0 flex-1">
                  <span dir="auto" className="block truncate font-semibold">
                    {passkey.label}
                  </span>
                  <span className="block text-sm text-soft">
                    {passkey.usableAt !== undefined
                      ? t('settingsPage.waits', { when: moment(passkey.usableAt) })
                      : passkey.usedOn
                        ? t('settingsPage.usedOn', { day: day(passkey.usedOn) })
                        : t('settingsPage.madeOn', { day: day(passkey.createdOn) })}
                  </span>
                </span>
                <IconButton
                  icon={Pencil}
                  label={t('settingsPage.renamePasskey', { label: passkey.label })}
                  onClick={() => setRenaming(passkey)}
                />
                <IconButton
                  icon={Trash2}
                  label={t('settingsPage.removePasskey', { label: passkey.label })}
                  disabled={act.busy}
                  onClick={() => setRemoving(passkey.id)}
                />
              </li>
            ))}
          </ul>
        )}
      </AnswerView>
      <Button
        icon={Plus}
        className="justify-self-start"
        disabled={act.busy}
        onClick={() => void act.run(() => addPasskey(call, deviceLabel()))}
      >
        {t('settingsPage.addPasskey')}
      </Button>
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {act.words}
      </p>
      {renaming && <RenamePasskey passkey={renaming} onDone={() => setRenaming(undefined)} />}
      <Confirm
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title={t('settingsPage.removePasskeyTitle')}
        text={t('settingsPage.removePasskeyText')}
        yes={t('person.removeYes')}
        onYes={() => removing && void act.run(() => call(accounts.passkeyRemove, { id: removing }))}
      />
    </Section>
  );
}
