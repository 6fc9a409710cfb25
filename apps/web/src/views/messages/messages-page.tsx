import { useLocation } from '@tanstack/react-router';
import { KeyRound, MessageCircle, MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Callout } from '../../design/callout.tsx';
import { classes } from '../../design/classes.ts';
import { Empty } from '../../design/empty.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { RowsOnTheirWay } from '../../design/skeleton.tsx';
import { useMailView } from '../../state/use-mail.ts';
import { useApp } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { ConversationList } from './conversation-list.tsx';
import { ConversationView } from './conversation-view.tsx';
import { NewDeviceNotice } from './new-device-notice.tsx';

/** All conversations, and beside them (on a phone instead of them) the one whose person the address names. */
export function MessagesPage() {
  const { t } = useTranslation();
  useTitle(t('messagesPage.documentTitle'));
  const { mail } = useApp();
  const other = useLocation({ select: ({ hash }) => hash });
  const view = useMailView();
  const one = other === '' ? undefined : mail.of(other);
  const isEmpty = view.is === 'ready' && view.conversations.length === 0;
  return (
    <AppFrame wide>
      <div className="grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[19rem_minmax(0,1fr)] lg:gap-8">
        <section aria-label={t('messagesPage.list')} className={classes(one && 'hidden lg:block')}>
          <Title whole={!one}>{t('messagesPage.heading')}</Title>
          <Trouble />
          {/* In a conversation it stands where one writes: a long one leaves this out of sight. */}
          {!one && (
            <div className="mb-4 empty:hidden">
              <NewDeviceNotice />
            </div>
          )}
          {view.is === 'starting' ? (
            <div role="status" aria-label={t('answers.loading')}>
              <RowsOnTheirWay rows={4} />
            </div>
          ) : isEmpty ? (
            <Empty icon={MessageCircle} title={t('messagesPage.emptyTitle')}>
              <p>{t('messagesPage.emptyText')}</p>
            </Empty>
          ) : (
            <ConversationList open={other} />
          )}
        </section>
        {one ? (
          <ConversationView key={one.other} one={one} />
        ) : (
          !isEmpty && (
            <div className="hidden pt-16 lg:block">
              <Empty icon={MessagesSquare} title={t('messagesPage.pick')}>
                <p>{t('messagesPage.pickText')}</p>
              </Empty>
            </div>
          )
        )}
      </div>
    </AppFrame>
  );
}

/** Beside an open conversation that one's name is the heading of the screen. */
function Title({ whole, children }: { whole: boolean; children: string }) {
  const look = 'mb-4 font-display text-3xl font-semibold tracking-tight sm:text-4xl';
  return whole ? (
    <ScreenHeading className={look}>{children}</ScreenHeading>
  ) : (
    <h2 className={look}>{children}</h2>
  );
}

/** Why nothing comes through. */
function Trouble() {
  const { t } = useTranslation();
  const { trouble } = useMailView();
  if (!trouble) return null;
  const words =
    trouble === 'unsupported'
      ? t('messagesPage.deviceUnsupported')
      : trouble === 'unkept'
        ? t('messagesPage.deviceUnkept')
        : t('messagesPage.deviceTrouble', { why: t(`answers.refused.${trouble}`) });
  return (
    <div role="status" className="mb-4">
      <Callout tone="warning" icon={KeyRound} title={words} />
    </div>
  );
}
