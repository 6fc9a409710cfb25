import { type NotificationView, notifications } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import { Bell, CalendarDays, ShieldCheck, UsersRound, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass, IconButton } from '../../design/button.tsx';
import { classes } from '../../design/classes.ts';
import { Empty } from '../../design/empty.tsx';
import { Face } from '../../design/face.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { noticePlace, noticeText } from '../../state/notice-text.ts';
import { useAct, usePages } from '../../state/use-answer.ts';
import { useApp } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { MorePages } from '../parts/more-pages.tsx';

/** What happened, newest first; what is going on right now above it. Seeing them makes them read. */
export function NoticesPage() {
  const { t } = useTranslation();
  useTitle(t('notices.documentTitle'));
  const { call } = useApp();
  const answer = usePages([notifications.list.path], (at, signal) => call(notifications.list, at, signal));
  const { mutate: markRead } = useAct(notifications.markRead, [notifications.unread]);
  const unread = answer.data?.pages[0]?.unread ?? 0;
  useEffect(() => {
    if (unread > 0) markRead({});
  }, [unread, markRead]);
  return (
    <AppFrame>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <ScreenHeading className="font-display text-3xl font-semibold tracking-tight sm:text-4xl">
          {t('notices.heading')}
        </ScreenHeading>
        <Link to="/settings" hash="bells" className={buttonClass('ghost', 'small')}>
          {t('notices.settings')}
        </Link>
      </div>
      <AnswerView answer={answer}>
        {({ pages }) => {
          const rooms = pages[0]?.rooms ?? [];
          const kept = pages.flatMap((page) => page.notifications);
          if (rooms.length + kept.length === 0)
            return (
              <Empty icon={Bell} title={t('notices.emptyTitle')}>
                <p>{t('notices.emptyText')}</p>
              </Empty>
            );
          return (
            <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
              <Group title={t('notices.now')} notices={rooms} />
              <Group title={t('notices.earlier')} notices={kept} />
              <MorePages of={answer} />
            </div>
          );
        }}
      </AnswerView>
    </AppFrame>
  );
}

function Group({ title, notices }: { title: string; notices: readonly NotificationView[] }) {
  if (notices.length === 0) return null;
  return (
    <section>
      <h2 className="mb-1 text-lg font-semibold">{title}</h2>
      <ul>
        {notices.map((one) => (
          <li key={one.notification.reveal()}>
            <Row one={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ one }: { one: NotificationView }) {
  const { t, i18n } = useTranslation();
  const remove = useAct(notifications.remove, [notifications.list]);
  const { notice } = one;
  const place = noticePlace(notice);
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const body = (
    <>
      {'from' in notice ? <Face person={notice.from} /> : <Sign kind={notice.kind} />}
      <span className="min-w-0">
        <span dir="auto" className={classes('block break-words', !one.read && 'font-semibold')}>
          {noticeText(notice, t)}
          {!one.read && <span className="sr-only"> ({t('notices.unread')})</span>}
        </span>
        <time dateTime={new Date(one.at).toISOString()} className="block text-sm text-soft">
          {when.format(one.at)}
        </time>
      </span>
    </>
  );
  const shape = 'flex min-h-16 min-w-0 flex-1 items-center gap-3 rounded-2xl p-1.5';
  return (
    <div className="flex items-center gap-1">
      {place ? (
        <Link {...place} className={classes(shape, 'hover:bg-sunken')}>
          {body}
        </Link>
      ) : (
        <div className={shape}>{body}</div>
      )}
      {!one.read && <span aria-hidden="true" className="size-2.5 shrink-0 rounded-full bg-accent" />}
      <IconButton
        icon={X}
        label={t('notices.remove')}
        disabled={remove.isPending}
        onClick={() => remove.mutate({ notification: one.notification })}
      />
    </div>
  );
}

function Sign({ kind }: { kind: NotificationView['notice']['kind'] }) {
  const Icon = kind === 'safety' ? ShieldCheck : kind.startsWith('event') ? CalendarDays : UsersRound;
  return (
    <span className="inline-flex size-10 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent">
      <Icon aria-hidden="true" className="size-5" />
    </span>
  );
}
