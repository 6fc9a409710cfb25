import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../design/button.tsx';
import { Hint } from '../../pwa/install-hint.tsx';
import { useMe } from '../../state/use-me.ts';
import { useApp } from '../../state/use-store.ts';
import { Figures } from './figures.tsx';
import { Section } from './section.tsx';

/** Which program this is, and how to keep it at hand. */
export function AboutSettings() {
  const { t } = useTranslation();
  const { install } = useApp();
  const me = useMe();
  const build = useBuild();
  return (
    <>
      <Section title={t('settingsPage.build')} text={t('settingsPage.buildText')}>
        {build === null ? (
          <p className="text-soft">{t('settingsPage.buildUnknown')}</p>
        ) : (
          <p dir="ltr" className="font-digits rounded-2xl bg-sunken p-4 text-start break-words select-all">
            {build?.match(/.{1,8}/g)?.join(' ') ?? '…'}
          </p>
        )}
        {install && <Hint install={install} />}
      </Section>
      <Section title={t('checkPage.settingsTitle')} text={t('checkPage.settingsText')}>
        <div>
          <Link to="/check" className={buttonClass('plain')}>
            {t('checkPage.settingsLink')}
          </Link>
        </div>
      </Section>
      {me.operator && <Figures />}
    </>
  );
}

/** Undefined while it is asked for; null where the browser keeps no program. */
function useBuild(): string | undefined | null {
  const { program } = useApp();
  const [build, setBuild] = useState<string | null>();
  useEffect(() => {
    let here = true;
    const answer = program ? program.build() : Promise.resolve(undefined);
    void answer.then((found) => here && setBuild(found ?? null));
    return () => {
      here = false;
    };
  }, [program]);
  return build;
}
