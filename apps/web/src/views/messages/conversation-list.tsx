import { imageId } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { classes } from '../../design/classes.ts';
import { CountBadge } from '../../design/count-badge.tsx';
import { Face } from '../../design/face.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { type Conversation, isRequest } from '../../device/conversation.ts';
import { useMailView } from '../../state/use-mail.ts';
import { useShortTime } from '../../state/use-short-time.ts';

/** Everybody one writes with; strangers who asked, apart. */
export function ConversationList({ open }: { open: string }) {
  const { t } = useTranslation();
  const { conversations, requests } = useMailView();
  const contacts = conversations.filter((one) => !isRequest(one));
  if (requests === 0) return <Rows all={contacts} open={open} />;
  return (
    <Tabs
      label={t('messagesPage.list')}
      tabs={[
        { value: 'all', label: t('messagesPage.all'), panel: <Rows all={contacts} open={open} /> },
        {
          value: 'requests',
          label: t('messagesPage.requests', { count: requests }),
          panel: (
            <>
              <p className="mb-2 px-2 text-sm text-soft">{t('messagesPage.requestHint')}</p>
              <Rows all={conversations.filter(isRequest)} open={open} />
            </>
          ),
        },
      ]}
    />
  );
}

function Rows({ all, open }: { all: readonly Conversation[]; open: string }) {
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      {all.map((one) => (
        <li key={one.other}>
          <Row one={one} here={one.other === open} />
        </li>
      ))}
    </ul>
  );
}

function Row({ one, here }: { one: Conversation; here: boolean }) {
  const { t } = useTranslation();
  const shortTime = useShortTime();
  const { last, unread } = one;
  const person = faceOf(one);
  const name = person.name || t('messagesPage.somebody');
  return (
    <Link
      to="/messages"
      hash={one.other}
      aria-current={here ? 'page' : undefined}
      className={classes(
        'flex min-h-18 items-center gap-3 rounded-2xl p-2 hover:bg-sunken',
        here && 'bg-accent-soft',
      )}
    >
      <Face person={{ ...person, name }} className="size-12" />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span dir="auto" className="min-w-0 flex-1 truncate font-semibold">
            {name}
          </span>
          {last && (
            <time dateTime={new Date(last.at).toISOString()} className="shrink-0 text-sm text-soft">
              {shortTime(last.at)}
            </time>
          )}
        </span>
        <span className="flex items-center gap-2">
          <span
            dir="auto"
            className={classes('min-w-0 flex-1 truncate', unread > 0 ? 'font-semibold' : 'text-soft')}
          >
            {last?.unproven
              ? t('messagesPage.unprovenRow', { text: last.text })
              : last?.mine
                ? t('messagesPage.you', { text: last.text })
                : last?.text}
          </span>
          <CountBadge count={unread} />
          {unread > 0 && <span className="sr-only">{t('frame.withNew', { place: '', number: unread })}</span>}
        </span>
      </span>
    </Link>
  );
}

/** As `Face` wants it. */
export const faceOf = ({ person, other }: Pick<Conversation, 'person' | 'other'>) => ({
  handle: person?.handle ?? other,
  name: person?.name ?? '',
  image: person?.image ? imageId(person.image) : undefined,
});
