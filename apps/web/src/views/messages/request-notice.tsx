import { accountId, people } from '@stoa/protocol/social';
import { useNavigate } from '@tanstack/react-router';
import { MailQuestion } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Callout } from '../../design/callout.tsx';
import { Confirm } from '../../design/dialog.tsx';
import { useAct } from '../../state/use-answer.ts';
import { useApp } from '../../state/use-store.ts';

/** A stranger has written: let in, or not; nothing of it is told. */
export function RequestNotice({ other, name }: { other: string; name: string }) {
  const { t } = useTranslation();
  const { mail } = useApp();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const block = useAct(people.block, [people.profile]);
  const answer = async (how: 'accept' | 'refuse') => {
    setBusy(true);
    await mail.answer(other, how).catch(() => undefined);
    setBusy(false);
    if (how === 'refuse') await navigate({ to: '/messages' });
  };
  const shutOut = async () => {
    await mail.remove(other);
    await navigate({ to: '/messages' });
  };
  return (
    <section aria-label={t('messagesPage.request', { name })}>
      <Callout
        tone="calm"
        icon={MailQuestion}
        title={<bdi>{t('messagesPage.request', { name })}</bdi>}
        actions={
          <>
            <Button size="small" look="primary" disabled={busy} onClick={() => void answer('accept')}>
              {t('messagesPage.accept')}
            </Button>
            <Button size="small" disabled={busy} onClick={() => void answer('refuse')}>
              {t('messagesPage.refuse')}
            </Button>
            <Button size="small" disabled={busy} onClick={() => setAsking(true)}>
              {t('messagesPage.block')}
            </Button>
          </>
        }
      >
        <p className="mt-1 text-soft">{t('messagesPage.requestText')}</p>
      </Callout>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('messagesPage.blockTitle', { name })}
        text={t('messagesPage.blockText')}
        yes={t('messagesPage.block')}
        onYes={() => block.mutate({ account: accountId(other) }, { onSuccess: () => void shutOut() })}
      />
    </section>
  );
}
