import { accounts, type EventView, events } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import { Pencil, Radio, Share2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, buttonClass } from '../../design/button.tsx';
import { Confirm } from '../../design/dialog.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';
import { useMe } from '../../state/use-me.ts';

/** What a host can do; for everybody the way into the room once it is live, and the link. */
export function EventHosting({ event, onEdit }: { event: EventView; onEdit: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const [copied, setCopied] = useState(false);
  const stale = [events.one, events.list, accounts.me];
  const cancel = useAct(events.cancel, stale);
  const accept = useAct(events.acceptHosting, stale);
  const drop = useAct(events.dropHost, stale);
  const why = refusalOf(cancel.error) ?? refusalOf(accept.error) ?? refusalOf(drop.error);
  const about = { event: event.event };
  const link = new URL(`/e/${event.event.reveal()}`, window.location.origin).href;
  const share = async () => {
    await navigator.clipboard.writeText(link);
    setCopied(true);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {event.askedToHost && (
        <div className="flex flex-wrap items-center gap-3 rounded-2xl bg-accent-soft p-4">
          <p className="min-w-0 flex-1 basis-60 font-semibold">
            {t('eventsPage.asked', { name: event.host?.name ?? '' })}
          </p>
          <Button
            look="primary"
            size="small"
            disabled={accept.isPending}
            onClick={() => accept.mutate(about)}
          >
            {t('eventsPage.accept')}
          </Button>
          <Button
            size="small"
            disabled={drop.isPending}
            onClick={() => drop.mutate({ ...about, account: me.id })}
          >
            {t('eventsPage.decline')}
          </Button>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2.5">
        {event.room && (
          <Link to="/room" hash={event.room.reveal()} className={buttonClass('primary')}>
            <Radio aria-hidden="true" className="size-[1.2em]" />
            {t('eventsPage.join')}
          </Link>
        )}
        {event.mayStart && !event.room && (
          <Link to="/start" hash={event.event.reveal()} className={buttonClass('primary')}>
            <Radio aria-hidden="true" className="size-[1.2em]" />
            {t('eventsPage.startRoom')}
          </Link>
        )}
        {event.audience === 'everyone' && (
          <Button size="small" icon={Share2} onClick={() => void share().catch(() => setCopied(false))}>
            {t('eventsPage.share')}
          </Button>
        )}
        {event.hosting && !event.cancelled && (
          <>
            <Button size="small" icon={Pencil} onClick={onEdit}>
              {t('eventsPage.edit')}
            </Button>
            <Button size="small" look="ghost" icon={Trash2} onClick={() => setAsking(true)}>
              {t('eventsPage.cancel')}
            </Button>
          </>
        )}
      </div>
      <p role="status" className="font-semibold text-live-ink empty:hidden">
        {copied ? t('eventsPage.copied') : ''}
      </p>
      {event.hosting && !event.mayStart && !event.room && !event.cancelled && (
        <p className="text-soft">{t('eventsPage.startHint')}</p>
      )}
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {why ? t(`answers.refused.${why}`) : ''}
      </p>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('eventsPage.cancelTitle', { title: event.title })}
        text={t('eventsPage.cancelText')}
        yes={t('eventsPage.cancel')}
        onYes={() => cancel.mutate(about)}
      />
    </div>
  );
}
