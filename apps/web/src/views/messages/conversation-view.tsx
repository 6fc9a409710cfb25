import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { Fragment, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../design/classes.ts';
import { Face } from '../../design/face.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { type Conversation, isRequest, type Message } from '../../device/conversation.ts';
import { useMessages } from '../../state/use-mail.ts';
import { isSameDay } from '../../state/use-short-time.ts';
import { useApp, useVisit } from '../../state/use-store.ts';
import { faceOf } from './conversation-list.tsx';
import { ConversationMenu } from './conversation-menu.tsx';
import { KeysNotice } from './keys-notice.tsx';
import { MessageLine } from './message-line.tsx';
import { NewDeviceNotice } from './new-device-notice.tsx';
import { RequestNotice } from './request-notice.tsx';
import { WriteBox } from './write-box.tsx';

/** What is written with one person. */
export function ConversationView({ one }: { one: Conversation }) {
  const { t } = useTranslation();
  const { mail } = useApp();
  const inRoom = useVisit().is === 'in';
  const messages = useMessages(one.other);
  const name = one.person?.name || t('messagesPage.somebody');
  const { other, unread } = one;
  useEffect(() => {
    const look = () => {
      // Only what somebody can see is read.
      if (unread > 0 && document.visibilityState === 'visible') void mail.read(other);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [mail, other, unread]);
  return (
    <div
      className={classes(
        'flex min-h-[calc(100dvh-9rem)] flex-col lg:min-h-[calc(100dvh-4rem)]',
        !inRoom && '-mb-26 lg:-mb-28',
      )}
    >
      <header className="sticky top-0 z-10 flex items-center gap-2 border-b border-line bg-paper py-2">
        <Link
          to="/messages"
          aria-label={t('messagesPage.back')}
          className="inline-flex size-11 shrink-0 items-center justify-center rounded-full hover:bg-sunken lg:hidden"
        >
          <ArrowLeft aria-hidden="true" className="size-5 rtl:-scale-x-100" />
        </Link>
        <Face person={{ ...faceOf(one), name }} />
        <div className="min-w-0 flex-1">
          <ScreenHeading className="truncate font-display text-xl font-semibold tracking-tight">
            <span dir="auto">{name}</span>
          </ScreenHeading>
          {one.person && (
            <Link
              to="/p"
              hash={one.person.handle}
              dir="ltr"
              className="block w-fit max-w-full truncate text-sm text-soft hover:underline"
            >
              @{one.person.handle}
            </Link>
          )}
        </div>
        <ConversationMenu one={one} name={name} />
      </header>
      <Log messages={messages} name={name} />
      <div
        className={classes(
          'sticky z-10 grid grid-cols-[minmax(0,1fr)] gap-3 bg-paper pt-2 pb-3 lg:bottom-0',
          inRoom ? 'bottom-34 lg:bottom-24' : 'bottom-[calc(3.75rem+env(safe-area-inset-bottom))]',
        )}
      >
        {isRequest(one) && <RequestNotice other={other} name={name} />}
        <KeysNotice other={other} name={name} />
        <NewDeviceNotice />
        {one.gone ? (
          <p className="rounded-2xl bg-sunken px-4 py-3 text-center text-soft">{t('messagesPage.gone')}</p>
        ) : (
          !isRequest(one) && <WriteBox key={other} name={name} onSend={(text) => mail.send(other, text)} />
        )}
      </div>
    </div>
  );
}

function Log({ messages, name }: { messages: readonly Message[] | undefined; name: string }) {
  const { t, i18n } = useTranslation();
  const count = messages?.length ?? 0;
  const before = useRef(0);
  useLayoutEffect(() => {
    const page = document.documentElement;
    const nearEnd = page.scrollHeight - page.clientHeight - page.scrollTop < 400;
    // At first, and while one reads the newest: whoever has scrolled up is left there.
    if (count > 0 && (before.current === 0 || nearEnd)) page.scrollTo(0, page.scrollHeight);
    before.current = count;
  }, [count]);
  const day = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', day: 'numeric', month: 'long' });
  const newestMine = messages?.findLast(({ mine }) => mine);
  return (
    <div
      role="log"
      aria-label={t('messagesPage.log', { name })}
      className="flex flex-1 flex-col justify-end gap-1.5 py-4"
    >
      {messages && (
        <p className="mx-auto mb-4 max-w-md text-center text-sm text-soft">
          <bdi>{t('messagesPage.start', { name })}</bdi> {t('messagesPage.hereOnly')}
        </p>
      )}
      {messages?.map((message, place) => (
        <Fragment key={message.message}>
          {!isSameDay(message.at, messages[place - 1]?.at ?? 0) && (
            <p className="my-3 text-center text-sm font-semibold text-soft">{day.format(message.at)}</p>
          )}
          <MessageLine message={message} name={name} isNewest={message === newestMine} />
        </Fragment>
      ))}
    </div>
  );
}
