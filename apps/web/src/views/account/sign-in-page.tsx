import { Link, useNavigate } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CallRefused } from '../../api/call.ts';
import { signIn } from '../../api/passkey.ts';
import { Button, buttonClass } from '../../design/button.tsx';
import { useMoment } from '../../state/use-dates.ts';
import { useNewMyself } from '../../state/use-me.ts';
import { usePasskeyAct } from '../../state/use-passkey-act.ts';
import { useApp } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { CalmScreen } from '../parts/calm-screen.tsx';

/** One tap, and the device asks which passkey. */
export function SignInPage() {
  const { t } = useTranslation();
  useTitle(t('account.inTitle'));
  const { call, prefs } = useApp();
  const become = useNewMyself();
  const navigate = useNavigate();
  const act = usePasskeyAct();
  const moment = useMoment();
  const toldWhy = (error: unknown): never => {
    if (error instanceof CallRefused && error.ticket) void navigate({ to: '/banned', hash: error.ticket });
    throw error;
  };
  const submit = async () => {
    const me = await act.run(() => signIn(call).catch(toldWhy));
    if (!me) return;
    prefs.set({ name: me.name });
    become(me);
    await navigate({ to: '/' });
  };
  return (
    <CalmScreen
      heading={t('account.inHeading')}
      icon={<KeyRound aria-hidden="true" className="size-11" />}
      actions={
        <>
          <Button
            look="primary"
            size="large"
            wide
            icon={KeyRound}
            disabled={act.busy}
            onClick={() => void submit()}
          >
            {t(act.busy ? 'account.inBusy' : 'account.inButton')}
          </Button>
          <p role="alert" className="font-semibold text-danger empty:hidden">
            {act.trouble === 'signedOut'
              ? t('account.refusedIn')
              : act.trouble === 'notYet' && act.until !== undefined
                ? t('account.notYet', { when: moment(act.until) })
                : act.words}
          </p>
          <Link to="/sign-up" className={buttonClass('plain', 'medium', true)}>
            {t('account.newHere')}
          </Link>
          <Link to="/recover" className={buttonClass('ghost', 'medium', true)}>
            {t('account.lost')}
          </Link>
        </>
      }
    >
      <p>{t('account.inText')}</p>
    </CalmScreen>
  );
}
