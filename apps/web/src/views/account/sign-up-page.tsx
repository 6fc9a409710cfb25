import { cleanName, limits } from '@stoa/protocol';
import { handleLength, readHandle } from '@stoa/protocol/social';
import { Link, useNavigate } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signUp } from '../../api/passkey.ts';
import { Button, buttonClass } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { useNewMyself } from '../../state/use-me.ts';
import { usePasskeyAct } from '../../state/use-passkey-act.ts';
import { useApp } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { PageFrame } from '../parts/page-frame.tsx';

/** A name, a handle, one touch of the device. */
export function SignUpPage() {
  const { t } = useTranslation();
  useTitle(t('account.upTitle'));
  const { call, prefs } = useApp();
  const become = useNewMyself();
  const navigate = useNavigate();
  const [name, setName] = useState(() => prefs.get().name);
  const [handle, setHandle] = useState('');
  const [tried, setTried] = useState(false);
  const goodName = cleanName(name);
  const read = readHandle(handle);
  const goodHandle = 'handle' in read ? read.handle : undefined;
  const act = usePasskeyAct();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (goodName === undefined || goodHandle === undefined) {
      const wrong = goodName === undefined ? 'name' : 'handle';
      event.currentTarget.querySelector<HTMLInputElement>(`input[name="${wrong}"]`)?.focus();
      return;
    }
    const me = await act.run(() => signUp(call, goodHandle, goodName));
    if (!me) return;
    prefs.set({ name: goodName });
    become(me);
    await navigate({ to: '/' });
  };

  const taken = act.trouble === 'taken';
  return (
    <PageFrame narrow>
      <div className="my-auto">
        <ScreenHeading className="text-center font-display text-3xl leading-tight font-semibold tracking-tight sm:text-4xl">
          {t('account.upHeading')}
        </ScreenHeading>
        <p className="mt-3 text-center text-soft">{t('account.upText')}</p>
        <form
          noValidate
          onSubmit={(event) => void submit(event)}
          aria-label={t('account.upHeading')}
          className="mt-7 grid gap-5 rounded-3xl border border-line bg-surface p-5 shadow-lift sm:p-7"
        >
          <TextField
            label={t('account.name')}
            placeholder={t('account.namePlaceholder')}
            name="name"
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={
              tried && goodName === undefined
                ? t('account.nameWrong', { max: limits.nameCodePoints })
                : undefined
            }
          />
          <TextField
            label={t('account.handle')}
            placeholder={t('account.handlePlaceholder')}
            hint={t('account.handleHint')}
            name="handle"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={handle}
            onChange={(event) => {
              act.forget();
              setHandle(event.currentTarget.value);
            }}
            error={
              taken
                ? t('account.handleTaken')
                : tried && 'fault' in read
                  ? t(`account.handleFault.${read.fault}`, { ...handleLength })
                  : undefined
            }
          />
          <div>
            <Button type="submit" look="primary" size="large" wide icon={KeyRound} disabled={act.busy}>
              {t(act.busy ? 'account.upBusy' : 'account.upButton')}
            </Button>
            <p role="alert" className="mt-3 text-center font-semibold text-danger empty:hidden">
              {taken ? '' : act.trouble === 'tooFast' ? t('account.tooFast') : act.words}
            </p>
          </div>
        </form>
        <Link to="/sign-in" className={`${buttonClass('ghost', 'medium', true)} mt-4`}>
          {t('account.haveOne')}
        </Link>
        <p className="mt-4 text-center text-soft">{t('account.listenOnly')}</p>
      </div>
    </PageFrame>
  );
}
