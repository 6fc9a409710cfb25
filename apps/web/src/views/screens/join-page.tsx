import { cleanName } from '@stoa/protocol';
import { Headphones } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { memberEntry } from '../../api/member-entry.ts';
import { Button } from '../../design/button.tsx';
import { Face } from '../../design/face.tsx';
import { Logo } from '../../design/logo.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { useMyself } from '../../state/use-me.ts';
import { usePreview } from '../../state/use-places.ts';
import { useApp } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { FenceBadge } from '../fence/fence-badge.tsx';
import { NameField } from '../parts/name-field.tsx';
import { PageFrame } from '../parts/page-frame.tsx';

/** By link: one name, one tap. The tap is also what unlocks the sound. */
export function JoinPage({ path }: { path: string }) {
  const { t } = useTranslation();
  useTitle(t('join.documentTitle'));
  const app = useApp();
  const { client, visit, prefs } = app;
  // Keys and an offer are made while the name is being typed: the tap then has less to wait for.
  useEffect(() => client.prepare(), [client]);
  const preview = usePreview(path);
  const myself = useMyself();
  const [typed, setName] = useState(() => prefs.get().name);
  const [tried, setTried] = useState(false);
  const me = myself.is === 'in' ? myself.me : undefined;
  const name = me?.name ?? typed;
  const good = cleanName(name);

  const join = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (good === undefined) {
      event.currentTarget.querySelector('input')?.focus();
      return;
    }
    prefs.set({ name: good });
    visit.join(path, good, me && memberEntry(app, me.id));
  };

  return (
    <PageFrame narrow>
      <div className="my-auto">
        <span className="mx-auto mb-6 flex size-20 items-center justify-center rounded-full bg-accent-soft text-accent">
          <Logo className="size-11" />
        </span>
        <ScreenHeading className="text-center font-display text-3xl leading-tight font-semibold tracking-tight sm:text-4xl">
          {t('join.heading')}
        </ScreenHeading>
        <p className="mt-3 text-center text-soft">{t('join.text')}</p>
        {preview && (
          <p className="mt-3 flex justify-center">
            <FenceBadge fence={preview.fence} />
          </p>
        )}
        <form
          noValidate
          onSubmit={join}
          aria-label={t('join.button')}
          className="mt-7 grid gap-5 rounded-3xl border border-line bg-surface p-5 shadow-lift sm:p-7"
        >
          {me ? (
            <p className="flex items-center justify-center gap-3">
              <Face person={me} />
              <span className="min-w-0">
                {t('join.as')}{' '}
                <strong dir="auto" className="break-words">
                  {me.name}
                </strong>
              </span>
            </p>
          ) : (
            <NameField value={name} onChange={setName} wrong={tried && good === undefined} />
          )}
          <div>
            <Button type="submit" look="primary" size="large" wide icon={Headphones}>
              {t('join.button')}
            </Button>
            <p className="mt-3 text-center text-sm text-soft">{t('join.point')}</p>
          </div>
        </form>
      </div>
    </PageFrame>
  );
}
