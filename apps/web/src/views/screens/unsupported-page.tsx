import { Copy, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { partNames } from '../../state/missing-parts.ts';
import { useTitle } from '../../state/use-title.ts';
import { CalmScreen } from '../parts/calm-screen.tsx';

/** No half-protected way in: says what is missing and where the link works. */
export function UnsupportedPage({ missing }: { missing: readonly string[] }) {
  const { t } = useTranslation();
  useTitle(t('app.documentTitle', { title: t('closed.unsupportedBrowser.title') }));
  const [copied, setCopied] = useState<boolean>();
  const copy = () =>
    navigator.clipboard.writeText(window.location.href).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  const parts = partNames(missing);
  return (
    <CalmScreen
      heading={t('closed.unsupportedBrowser.title')}
      tone="stop"
      icon={<ShieldAlert aria-hidden="true" className="size-11" />}
      actions={
        <Button look="primary" size="large" icon={Copy} onClick={() => void copy()}>
          {t('unsupported.copy')}
        </Button>
      }
    >
      <p>{t('closed.unsupportedBrowser.text')}</p>
      <p className="text-ink">{t('closed.unsupportedBrowser.todo')}</p>
      <dl className="mt-3 grid gap-4 rounded-2xl border border-line bg-surface p-5 text-start text-base">
        {parts.length > 0 && (
          <div>
            <dt className="font-semibold text-ink">{t('unsupported.missing')}</dt>
            {parts.map((part) => (
              <dd key={part}>{t(`unsupported.part.${part}`)}</dd>
            ))}
          </div>
        )}
        <div>
          <dt className="font-semibold text-ink">{t('unsupported.works')}</dt>
          <dd>{t('unsupported.browsers')}</dd>
        </div>
      </dl>
      <p role="status" className="font-semibold text-ink empty:hidden">
        {copied === true && t('share.copied')}
        {copied === false && t('share.copyFailed')}
      </p>
    </CalmScreen>
  );
}
