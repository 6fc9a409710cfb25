import { EyeOff } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../design/avatar.tsx';
import { classes } from '../../../design/classes.ts';
import { type ChatLine, keyOf, type Turn } from '../../../state/chat-lines.ts';
import { piecesOf } from '../../../state/chat-text.ts';
import { LineMenuButton } from './line-menu.tsx';

/** What one person wrote in a row, under one name. */
export const ChatTurn = memo(
  function ChatTurn({ turn }: { turn: Turn }) {
    const { t, i18n } = useTranslation();
    const [first] = turn.lines;
    if (!first) return null;
    const name = first.name || t('seat.nameless');
    const time = new Intl.DateTimeFormat(i18n.language, { hour: 'numeric', minute: '2-digit' });
    return (
      <article className="flex gap-2.5">
        {!first.isMe && <Avatar leaf={first.leaf} name={name} size="tiny" className="mt-0.5" />}
        <div className={classes('grid min-w-0 flex-1 gap-1', first.isMe && 'justify-items-end ps-9')}>
          <p className="flex max-w-full items-baseline gap-2 text-sm">
            <bdi className="truncate font-semibold">{first.isMe ? t('room.me') : name}</bdi>
            <time dateTime={new Date(first.at).toISOString()} className="shrink-0 text-soft tabular-nums">
              {time.format(first.at)}
            </time>
          </p>
          {turn.lines.map((line) => (
            <Line key={keyOf(line)} line={line} />
          ))}
        </div>
      </article>
    );
  },
  (a, b) =>
    a.turn.lines.length === b.turn.lines.length &&
    a.turn.lines.every((line, place) => {
      const other = b.turn.lines[place];
      return line.counter === other?.counter && line.hidden === other.hidden && line.name === other.name;
    }),
);

function Line({ line }: { line: ChatLine }) {
  const { t } = useTranslation();
  return (
    <>
      {line.missedBefore && <p className="px-1 py-1 text-sm text-soft italic">{t('chat.missed')}</p>}
      <Said line={line} />
    </>
  );
}

function Said({ line }: { line: ChatLine }) {
  const { t } = useTranslation();
  if (line.hidden)
    return (
      <p className="flex items-center gap-1.5 px-1 py-1 text-sm text-soft italic">
        <EyeOff aria-hidden="true" className="size-4 shrink-0" />
        <span>{t('chat.hidden', { name: line.hidden.byName || t('seat.nameless') })}</span>
      </p>
    );
  return (
    <div className={classes('group flex max-w-full items-start gap-0.5', line.isMe && 'flex-row-reverse')}>
      <p
        dir="auto"
        className={classes(
          'min-w-0 rounded-2xl px-3.5 py-2 leading-snug whitespace-pre-wrap [overflow-wrap:anywhere]',
          line.isMe ? 'bg-accent-soft' : 'bg-sunken',
        )}
      >
        {piecesOf(line.text).map((piece, place) =>
          piece.href ? (
            <a
              // biome-ignore lint/suspicious/noArrayIndexKey: a line's text never changes
              key={place}
              href={piece.href}
              dir="ltr"
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="font-semibold break-all text-accent underline"
            >
              {piece.text}
            </a>
          ) : (
            piece.text
          ),
        )}
      </p>
      <LineMenuButton line={line} />
    </div>
  );
}
