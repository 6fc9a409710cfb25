import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Callout } from '../../design/callout.tsx';
import { useMailView } from '../../state/use-mail.ts';
import { useApp } from '../../state/use-store.ts';
import { CodeDialog } from './code-dialog.tsx';

/** The keys of a contact are other ones than when one last wrote: said before anything is sent, and on the profile. */
export function KeysNotice({
  other,
  name,
  onProfile = false,
}: {
  other: string;
  name: string;
  onProfile?: boolean;
}) {
  const { t } = useTranslation();
  const { mail } = useApp();
  useMailView();
  const [comparing, setComparing] = useState(false);
  if (!mail.of(other)?.changed) return null;
  return (
    <section aria-label={t('messagesPage.changedTitle', { name })}>
      <Callout
        tone="warning"
        icon={KeyRound}
        title={
          <bdi>{t(onProfile ? 'messagesPage.profileChanged' : 'messagesPage.changedTitle', { name })}</bdi>
        }
        actions={
          <>
            <Button size="small" onClick={() => setComparing(true)}>
              {t('messagesPage.compare')}
            </Button>
            <Button size="small" look="primary" onClick={() => void mail.trust(other)}>
              {t('messagesPage.goOn')}
            </Button>
          </>
        }
      >
        <p className="mt-1 text-soft">{t('messagesPage.changedText')}</p>
      </Callout>
      <CodeDialog other={other} name={name} open={comparing} onOpenChange={setComparing} />
    </section>
  );
}
