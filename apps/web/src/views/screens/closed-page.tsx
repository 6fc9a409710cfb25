import type { Room } from '@stoa/client';
import { useNavigate } from '@tanstack/react-router';
import {
  DoorClosed,
  Landmark,
  LogOut,
  type LucideIcon,
  MapPinOff,
  MonitorSmartphone,
  Route,
  ShieldAlert,
  Unplug,
  Users,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { type ClosedAction, type CloseReason, closedScreen } from '../../state/closed-screen.ts';
import { useTitle } from '../../state/use-title.ts';
import { ReceiptDialog } from '../fence/receipt-dialog.tsx';
import { CalmScreen } from '../parts/calm-screen.tsx';

const icons: Partial<Record<CloseReason, LucideIcon>> = {
  left: LogOut,
  roomEnded: Landmark,
  removed: DoorClosed,
  notAdmitted: DoorClosed,
  nobodyAnswered: DoorClosed,
  replaced: MonitorSmartphone,
  roomFull: Users,
  wrongLink: ShieldAlert,
  secretMissing: ShieldAlert,
  noRelayInFence: MapPinOff,
  outsideFence: MapPinOff,
  directoryRefused: ShieldAlert,
};

/** The end of a stay, and of every attempt that failed: what happened, what to do. */
export function ClosedPage({
  why,
  retryInMs,
  onAgain,
  room,
}: {
  why: CloseReason;
  retryInMs?: number | undefined;
  /** Joins again by the same link, from the tap itself. */
  onAgain: () => void;
  /** The stay that is over: where its sound went can still be seen. */
  room?: Room;
}) {
  const { t } = useTranslation();
  useTitle(t('app.documentTitle', { title: t(`closed.${why}.title`) }));
  const navigate = useNavigate();
  const screen = closedScreen({ why, ...(retryInMs !== undefined && { retryInMs }) });
  const Icon = icons[why] ?? Unplug;
  const [showing, setShowing] = useState(false);
  const act = (action: ClosedAction) => {
    if (action === 'start') void navigate({ to: '/' });
    else onAgain();
  };
  return (
    <CalmScreen
      heading={t(`closed.${why}.title`)}
      tone={screen.tone}
      icon={<Icon aria-hidden="true" className="size-11" />}
      actions={screen.actions.map((action, place) => (
        <Button
          key={action}
          look={place === 0 ? 'primary' : 'plain'}
          size="large"
          onClick={() => act(action)}
        >
          {t(`closed.${action}`)}
        </Button>
      ))}
    >
      <p>{t(`closed.${why}.text`)}</p>
      <p className="text-ink">{t(`closed.${why}.todo`)}</p>
      {screen.waitSeconds !== undefined && (
        <p className="text-base">{t('closed.waitHint', { count: screen.waitSeconds })}</p>
      )}
      {room && (
        <>
          <Button look="ghost" icon={Route} className="justify-self-center" onClick={() => setShowing(true)}>
            {t('fence.after')}
          </Button>
          <ReceiptDialog room={room} open={showing} onClose={() => setShowing(false)} />
        </>
      )}
    </CalmScreen>
  );
}
