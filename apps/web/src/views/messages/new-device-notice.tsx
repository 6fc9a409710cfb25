import { accounts, sessionId } from '@stoa/protocol/social';
import { useNavigate } from '@tanstack/react-router';
import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Callout } from '../../design/callout.tsx';
import { Confirm } from '../../design/dialog.tsx';
import type { KnownDevice } from '../../device/conversation.ts';
import { useAct } from '../../state/use-answer.ts';
import { useDay } from '../../state/use-dates.ts';
import { useMailView } from '../../state/use-mail.ts';
import { useMe } from '../../state/use-me.ts';
import { useApp } from '../../state/use-store.ts';

/** Devices that the server lists for one's own account since one last looked: each is asked about, one after the other. */
export function NewDeviceNotice() {
  const [first] = useMailView().newDevices;
  return first ? <Notice key={first.id} device={first} /> : null;
}

function Notice({ device }: { device: KnownDevice }) {
  const { t } = useTranslation();
  const { mail } = useApp();
  const me = useMe();
  const day = useDay();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const end = useAct(accounts.sessionEnd, [accounts.sessionList]);
  const toSessions = () => {
    mail.look();
    void navigate({ to: '/settings', hash: 'access' });
  };
  const endIt = () => {
    const { session } = device;
    // A server that names this page's own session is not believed.
    if (session === undefined || session === me.session?.reveal()) toSessions();
    else end.mutate({ id: sessionId(session) }, { onSettled: toSessions });
  };
  return (
    <section aria-label={t('messagesPage.newDevice')}>
      <Callout
        tone="warning"
        icon={MonitorSmartphone}
        title={t('messagesPage.newDevice')}
        actions={
          <>
            <Button size="small" onClick={() => setAsking(true)}>
              {t('messagesPage.newDeviceNotMine')}
            </Button>
            <Button size="small" look="primary" onClick={() => void mail.confirm(device)}>
              {t('messagesPage.newDeviceMine')}
            </Button>
          </>
        }
      >
        {device.label !== undefined && device.addedOn !== undefined && (
          <p className="mt-1 font-semibold [overflow-wrap:anywhere]">
            {t('messagesPage.newDeviceSince', {
              // Isolated: its direction says nothing about the sentence.
              label: `\u2068${device.label}\u2069`,
              day: `\u2068${day(device.addedOn)}\u2069`,
            })}
          </p>
        )}
        <p className="mt-1 text-soft">{t('messagesPage.newDeviceText')}</p>
      </Callout>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('messagesPage.newDeviceEndTitle')}
        text={t('messagesPage.newDeviceEndText')}
        yes={t('messagesPage.newDeviceEndYes')}
        onYes={endIt}
      />
    </section>
  );
}
