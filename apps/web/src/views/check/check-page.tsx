import { useTranslation } from 'react-i18next';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { useTitle } from '../../state/use-title.ts';
import { PageFrame } from '../parts/page-frame.tsx';
import { ConnectionCheckList } from './connection-check-list.tsx';

/** Why rooms or their sound do not work here; open to everybody, signed in or not. */
export function CheckPage() {
  const { t } = useTranslation();
  useTitle(t('checkPage.documentTitle'));
  return (
    <PageFrame narrow>
      <ScreenHeading className="font-display text-3xl leading-tight font-semibold tracking-tight sm:text-4xl">
        {t('checkPage.heading')}
      </ScreenHeading>
      <p className="mt-3 text-lg text-soft">{t('checkPage.text')}</p>
      <ConnectionCheckList />
    </PageFrame>
  );
}
