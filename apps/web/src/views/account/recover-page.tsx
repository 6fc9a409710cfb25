import { Link } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recover } from '../../api/passkey.ts';
import { Button, buttonClass } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { useMoment } from '../../state/use-dates.ts';
import { usePasskeyAct } from '../../state/use-passkey-act.ts';
import { useApp } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { CalmScreen } from '../parts/calm-screen.tsx';

/** All passkeys are lost: one code makes another, which waits so that the owner could stop it. */
export function RecoverPage() {
  const { t } = useTranslation();
  useTitle(t('account.recoverTitle'));
  const { call } = useApp();
  const moment = useMoment();
  const [code, setCode] = useState('');
  const [usableAt, setUsableAt] = useState<number>();
  const act = usePasskeyAct();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setUsableAt(await act.run(() => recover(call, code)));
  };
  const wrong = act.trouble === 'notFound' || act.trouble === 'malformed';
  return (
    <CalmScreen
      heading={t('account.recoverHeading')}
      icon={<KeyRound aria-hidden="true" className="size-11" />}
      actions={
        usableAt === undefined ? (
          <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-4 text-start">
            <TextField
              label={t('account.recoverCode')}
              dir="ltr"
              autoComplete="off"
              spellCheck={false}
              value={code}
              onChange={(event) => {
                act.forget();
                setCode(event.currentTarget.value);
              }}
              error={wrong ? t('account.recoverWrong') : undefined}
            />
            <Button type="submit" look="primary" size="large" wide disabled={act.busy || code.trim() === ''}>
              {t(act.busy ? 'account.upBusy' : 'account.recoverButton')}
            </Button>
            <p role="alert" className="text-center font-semibold text-danger empty:hidden">
              {wrong ? '' : act.words}
            </p>
          </form>
        ) : (
          <Link to="/" className={buttonClass('primary', 'large', true)}>
            {t('app.name')}
          </Link>
        )
      }
    >
      <p role="status">
        {usableAt === undefined
          ? t('account.recoverText')
          : t('account.recoverDone', { when: moment(usableAt) })}
      </p>
    </CalmScreen>
  );
}
