import { cleanTitle } from '@stoa/protocol';
import { type ClubId, clubs, eventLimits } from '@stoa/protocol/social';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refused } from '../../api/call.ts';
import { Button } from '../../design/button.tsx';
import { ChoiceCards } from '../../design/choice-cards.tsx';
import { TextField } from '../../design/field.tsx';
import { Select } from '../../design/select.tsx';
import { TextArea } from '../../design/text-area.tsx';
import { localTimeOf, nextFullHour, zones } from '../../state/event-times.ts';
import { useAnswer } from '../../state/use-answer.ts';

export type EventWords = {
  readonly title: string;
  readonly description: string;
  readonly starts: string;
  readonly zone: string;
  readonly minutes: number;
  readonly audience: 'everyone' | 'club';
  readonly club: ClubId | undefined;
};

const lengths = [15, 30, 45, 60, 90, 120, 180, 240];

export function newEventWords(now: number): EventWords {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const starts = localTimeOf(nextFullHour(now), zone);
  return { title: '', description: '', starts, zone, minutes: 60, audience: 'everyone', club: undefined };
}

export function EventForm({
  start,
  isNew,
  yes,
  busy,
  why,
  onDone,
}: {
  start: EventWords;
  /** Whom it is for is said once. */
  isNew: boolean;
  yes: string;
  busy: boolean;
  why: Refused | undefined;
  onDone: (words: EventWords) => void;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState(start);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<EventWords>) => setWords((now) => ({ ...now, ...part }));
  const title = cleanTitle(words.title);
  const mine = useAnswer(clubs.mine, {}, { enabled: isNew && words.audience === 'club' });
  const own =
    mine.data?.clubs.filter(({ mine: standing }) => standing === 'owner' || standing === 'admin') ?? [];
  const clubMissing = words.audience === 'club' && !words.club && isNew;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (title === undefined || words.starts === '' || clubMissing) return;
    onDone({ ...words, title });
  };
  return (
    <form
      noValidate
      onSubmit={submit}
      aria-label={yes}
      className="grid grid-cols-[minmax(0,1fr)] gap-5 rounded-3xl border border-line bg-surface p-5 shadow-lift sm:p-7"
    >
      <TextField
        label={t('eventsPage.title')}
        autoComplete="off"
        value={words.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={
          tried && title === undefined
            ? t('eventsPage.titleWrong', { max: eventLimits.titleCodePoints })
            : undefined
        }
      />
      <TextArea
        label={t('eventsPage.description')}
        value={words.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 sm:grid-cols-2">
        <TextField
          type="datetime-local"
          label={t('eventsPage.when')}
          value={words.starts}
          onChange={(event) => change({ starts: event.currentTarget.value })}
          error={
            (tried && words.starts === '') || why === 'malformed' ? t('eventsPage.whenWrong') : undefined
          }
        />
        <Select
          label={t('eventsPage.length')}
          value={String(words.minutes)}
          onChange={(minutes) => change({ minutes: Number(minutes) })}
          options={[...new Set([...lengths, words.minutes])]
            .sort((a, b) => a - b)
            .map((count) => ({ value: String(count), label: t('eventsPage.minutes', { count }) }))}
        />
      </div>
      <Select
        label={t('eventsPage.zone')}
        value={words.zone}
        onChange={(zone) => change({ zone })}
        options={zones(start.zone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      />
      {isNew && (
        <ChoiceCards
          legend={t('eventsPage.audience')}
          value={words.audience}
          onChange={(audience) => change({ audience })}
          choices={(['everyone', 'club'] as const).map((value) => ({
            value,
            label: t(`eventsPage.audiences.${value}`),
            hint: t(`eventsPage.audiences.${value}Hint`),
          }))}
        />
      )}
      {isNew && words.audience === 'club' && (
        <>
          {own.length > 0 ? (
            <ChoiceCards
              legend={t('eventsPage.club')}
              value={words.club?.reveal() ?? ''}
              onChange={(id) => change({ club: own.find(({ club }) => club.reveal() === id)?.club })}
              choices={own.map(({ club, name }) => ({ value: club.reveal(), label: name }))}
            />
          ) : (
            <p role="status" className="text-soft">
              {t(mine.isLoading ? 'answers.loading' : 'openRoom.noClub')}
            </p>
          )}
          {tried && clubMissing && (
            <p role="alert" className="text-sm font-semibold text-danger">
              {t('openRoom.clubWrong')}
            </p>
          )}
        </>
      )}
      <div>
        <Button type="submit" look="primary" size="large" wide disabled={busy}>
          {busy ? t('settingsPage.saving') : yes}
        </Button>
        <p role="alert" className="mt-3 text-center font-semibold text-danger empty:hidden">
          {why && why !== 'malformed' ? t(`answers.refused.${why}`) : ''}
        </p>
      </div>
    </form>
  );
}
