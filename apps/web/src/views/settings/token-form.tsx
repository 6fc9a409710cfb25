import { accounts, type Scope, scopeSchema } from '@stoa/protocol/social';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { Select } from '../../design/select.tsx';
import { useFreshAct } from '../../state/use-passkey-act.ts';
import { useApp } from '../../state/use-store.ts';

const spans = { month: 30, year: 365, forever: undefined } as const;
type Span = keyof typeof spans;

/** What a new access key is for, what it may do, and how long. */
export function TokenForm({ onMade }: { onMade: (token: string) => void }) {
  const { t } = useTranslation();
  const { call } = useApp();
  const act = useFreshAct([accounts.tokenList]);
  const [label, setLabel] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [span, setSpan] = useState<Span>('year');
  const [tried, setTried] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (label.trim() === '' || scopes.length === 0) return;
    const days = spans[span];
    const made = await act.run(() =>
      call(accounts.tokenMake, { label, scopes: [...scopes], ...(days !== undefined && { days }) }),
    );
    if (made) onMade(made.token);
  };
  const choose = (scope: Scope, on: boolean) =>
    setScopes(on ? [...scopes, scope] : scopes.filter((each) => each !== scope));
  return (
    <form
      noValidate
      aria-label={t('settingsPage.tokenMake')}
      onSubmit={(event) => void submit(event)}
      className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-5"
    >
      <TextField
        label={t('settingsPage.tokenName')}
        autoComplete="off"
        value={label}
        error={tried && label.trim() === '' ? t('settingsPage.tokenNameWrong') : undefined}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <fieldset className="min-w-0">
        <legend className="mb-1 font-semibold">{t('settingsPage.tokenScopes')}</legend>
        <div className="grid gap-x-4 sm:grid-cols-2">
          {scopeSchema.options.map((scope) => (
            <label key={scope} className="flex min-h-11 cursor-pointer items-center gap-3">
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={(event) => choose(scope, event.currentTarget.checked)}
                className="size-5 shrink-0 accent-accent"
              />
              {t(`settingsPage.scopes.${scope}`)}
            </label>
          ))}
        </div>
        <p role="alert" className="mt-1 text-sm font-semibold text-danger empty:hidden">
          {tried && scopes.length === 0 ? t('settingsPage.tokenScopesWrong') : ''}
        </p>
      </fieldset>
      <Select<Span>
        label={t('settingsPage.tokenSpan')}
        value={span}
        onChange={setSpan}
        options={(Object.keys(spans) as Span[]).map((value) => ({
          value,
          label: t(`settingsPage.tokenSpans.${value}`),
        }))}
      />
      <div>
        <Button type="submit" look="primary" wide disabled={act.busy}>
          {t(act.busy ? 'account.inBusy' : 'settingsPage.tokenMake')}
        </Button>
        <p role="alert" className="mt-3 font-semibold text-danger empty:hidden">
          {act.words}
        </p>
      </div>
    </form>
  );
}
