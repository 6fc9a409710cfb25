import { useLocation } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../design/button.tsx';
import { useMoment } from '../../state/use-dates.ts';
import { useTitle } from '../../state/use-title.ts';
import { CalmScreen } from '../parts/calm-screen.tsx';

/** After an account was deleted. The address says by when the last of it is gone, and nothing else. */
export function DeletedPage() {
  const { t } = useTranslation();
  useTitle(t('account.deletedTitle'));
  const moment = useMoment();
  const by = Number(useLocation({ select: ({ hash }) => hash }));
  return (
    <CalmScreen
      heading={t('account.deletedHeading')}
      icon={<Check aria-hidden="true" className="size-10" />}
      actions={
        <a href="/" className={buttonClass('primary', 'large', true)}>
          {t('account.deletedButton')}
        </a>
      }
    >
      <p>{t('account.deletedText')}</p>
      {Number.isSafeInteger(by) && by > 0 && <p>{t('account.deletedBy', { when: moment(by) })}</p>}
    </CalmScreen>
  );
}
