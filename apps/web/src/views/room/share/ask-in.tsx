import type { PersonCard, RoomCard } from '@stoa/protocol/social';
import { Check, Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import { Face } from '../../../design/face.tsx';
import { refusalOf } from '../../../state/use-answer.ts';
import { useAskIn } from '../../../state/use-ask-in.ts';

export function AskIn({
  person,
  card,
  state,
  onAsked,
}: {
  person: PersonCard;
  card: RoomCard;
  state: 'free' | 'asked' | 'here';
  onAsked: (handle: string) => void;
}) {
  const { t } = useTranslation();
  const { account, name, handle } = person;
  const ask = useAskIn(card);
  const why = refusalOf(ask.error);
  const press = () => ask.mutate(account, { onSuccess: () => onAsked(handle) });
  const note = why
    ? t(`answers.refused.${why}`)
    : ask.data?.opens === false
      ? t('inRoom.askedNoDevice', { name })
      : '';
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-3 py-1 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]">
      <Face person={person} />
      <span className="min-w-0 flex-1 leading-tight">
        <bdi className="block truncate font-semibold">{name}</bdi>
        <span dir="ltr" className="block truncate text-sm text-soft rtl:text-end">
          @{handle}
        </span>
      </span>
      {state === 'free' ? (
        <Button
          size="small"
          icon={Send}
          directed
          aria-label={t('inRoom.askName', { name })}
          disabled={ask.isPending}
          onClick={press}
        >
          {t('inRoom.ask')}
        </Button>
      ) : (
        <span className="inline-flex min-h-10 items-center gap-1.5 px-3 text-sm font-semibold text-live-ink">
          <Check aria-hidden="true" className="size-4" />
          {t(state === 'asked' ? 'inRoom.asked' : 'inRoom.here')}
        </span>
      )}
      <span role="status" className="w-full text-end text-sm font-semibold text-danger empty:hidden">
        {note}
      </span>
      <span role="status" className="sr-only">
        {state === 'asked' ? t('inRoom.askedName', { name }) : ''}
      </span>
    </li>
  );
}
