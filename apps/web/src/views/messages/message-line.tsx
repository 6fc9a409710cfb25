import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { classes } from '../../design/classes.ts';
import type { Message } from '../../device/conversation.ts';
import { piecesOf } from '../../state/chat-text.ts';
import { useApp } from '../../state/use-store.ts';

/** One message; of one's own, what has become of it. */
export function MessageLine({
  message,
  name,
  isNewest,
}: {
  message: Message;
  name: string;
  isNewest: boolean;
}) {
  const { t, i18n } = useTranslation();
  const { mail } = useApp();
  const { mine, text, state, time } = message;
  const unproven = state === 'unproven';
  const clock = new Intl.DateTimeFormat(i18n.language, { hour: 'numeric', minute: '2-digit' });
  const fate = useFate(message, isNewest);
  return (
    <div
      className={classes('grid max-w-full', mine ? 'justify-items-end ps-12' : 'justify-items-start pe-12')}
    >
      <p className="sr-only">
        {unproven ? t('messagesPage.unproven') : mine ? t('room.me') : name}, {clock.format(time)}
      </p>
      <p
        dir="auto"
        title={clock.format(time)}
        className={classes(
          'min-w-0 max-w-full rounded-3xl px-4 py-2.5 leading-snug whitespace-pre-wrap [overflow-wrap:anywhere]',
          mine ? 'rounded-ee-lg' : 'rounded-es-lg',
          unproven ? 'border border-dashed border-line-strong' : mine ? 'bg-accent-soft' : 'bg-sunken',
          (state === 'waiting' || state === 'held' || state === 'failed') && 'opacity-80',
        )}
      >
        {piecesOf(text).map((piece, place) =>
          piece.href ? (
            <a
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text that never changes
              key={place}
              href={piece.href}
              dir="ltr"
              rel="noopener noreferrer nofollow"
              target="_blank"
              className="font-semibold underline"
            >
              {piece.text}
            </a>
          ) : (
            piece.text
          ),
        )}
      </p>
      {fate && (
        <p
          className={classes(
            'mt-1 px-2 text-sm',
            state === 'failed' || unproven ? 'font-semibold text-danger' : 'text-soft',
          )}
        >
          {fate}
        </p>
      )}
      {state === 'failed' && (
        <Button look="ghost" size="small" icon={RotateCw} onClick={() => void mail.retry(message)}>
          {t('messagesPage.again')}
        </Button>
      )}
    </div>
  );
}

function useFate({ mine, state, why }: Message, isNewest: boolean): string | undefined {
  const { t } = useTranslation();
  if (!mine) return undefined;
  switch (state) {
    case 'waiting':
      return t('messagesPage.sending');
    case 'held':
      return t('messagesPage.held');
    case 'unproven':
      return t('messagesPage.unproven');
    case 'sent':
      return isNewest ? t('messagesPage.sent') : undefined;
    case 'failed': {
      if (why === 'noDevices') return t('messagesPage.failed', { why: t('messagesPage.noDevices') });
      if (why === 'notYet') return t('messagesPage.failed', { why: t('messagesPage.notAnswered') });
      if (why === 'notFound') return t('messagesPage.failed', { why: t('messagesPage.gone') });
      return t('messagesPage.failed', { why: t(`answers.refused.${why ?? 'unexpected'}`) });
    }
    default:
      return undefined;
  }
}
