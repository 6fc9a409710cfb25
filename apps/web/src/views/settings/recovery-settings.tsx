import { accounts } from '@stoa/protocol/social';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useAct } from '../../state/use-answer.ts';
import { useMoment } from '../../state/use-dates.ts';
import { useMe } from '../../state/use-me.ts';
import { useFreshAct } from '../../state/use-passkey-act.ts';
import { useApp } from '../../state/use-store.ts';
import { Section } from './section.tsx';

/** The way back in when all passkeys are lost; and the alarm when somebody walks it. */
export function RecoverySettings() {
  const { t } = useTranslation();
  const { call } = useApp();
  const me = useMe();
  const moment = useMoment();
  const [code, setCode] = useState<string>();
  const act = useFreshAct([accounts.me]);
  const cancel = useAct(accounts.recoveryCancel, [accounts.me, accounts.passkeyList]);
  const make = async () => setCode((await act.run(() => call(accounts.recoveryMake, {})))?.code);
  return (
    <Section title={t('settingsPage.recovery')} text={t('settingsPage.recoveryText')}>
      {me.recovery.usableAt !== undefined && (
        <div role="alert" className="grid justify-items-start gap-3 rounded-2xl bg-danger-soft p-4">
          <p className="font-semibold">
            {t('settingsPage.recoveryRunning', { when: moment(me.recovery.usableAt) })}
          </p>
          <Button look="danger" disabled={cancel.isPending} onClick={() => cancel.mutate({})}>
            {t('settingsPage.recoveryCancel')}
          </Button>
        </div>
      )}
      {code && (
        <div role="status" className="grid gap-2 rounded-2xl bg-sunken p-4">
          <p className="font-semibold">{t('settingsPage.recoveryShown')}</p>
          <p dir="ltr" className="font-digits text-xl break-words select-all">
            {code}
          </p>
        </div>
      )}
      {me.recovery.code && !code && <p className="text-soft">{t('settingsPage.recoveryHave')}</p>}
      <Button className="justify-self-start" disabled={act.busy} onClick={() => void make()}>
        {t('settingsPage.recoveryMake')}
      </Button>
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {act.words}
      </p>
    </Section>
  );
}
