import { cleanText } from '@stoa/protocol';
import { type Club, clubLimits, wayInSchema } from '@stoa/protocol/social';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refused } from '../../api/call.ts';
import { Button } from '../../design/button.tsx';
import { ChoiceCards } from '../../design/choice-cards.tsx';
import { TextField } from '../../design/field.tsx';
import { Switch } from '../../design/switch.tsx';
import { TextArea } from '../../design/text-area.tsx';

export type ClubWords = Pick<Club, 'name' | 'description' | 'wayIn' | 'inDirectory'> & {
  readonly rules: string[];
};

const empty: ClubWords = { name: '', description: '', rules: [], wayIn: 'open', inDirectory: true };

/** Founding a club and changing one ask for the same things. */
export function ClubForm({
  start = empty,
  yes,
  busy,
  why,
  onDone,
}: {
  start?: ClubWords;
  yes: string;
  busy: boolean;
  why: Refused | undefined;
  onDone: (words: ClubWords) => void;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState(start);
  const [rules, setRules] = useState(start.rules.join('\n'));
  const [tried, setTried] = useState(false);
  const name = cleanText(words.name, clubLimits.nameCodePoints);
  const change = (part: Partial<ClubWords>) => setWords((now) => ({ ...now, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name === undefined) return;
    const lines = rules.split('\n').filter((line) => line.trim() !== '');
    onDone({ ...words, name, rules: lines });
  };
  const wrongName =
    why === 'taken'
      ? t('clubsPage.nameTaken')
      : tried && name === undefined
        ? t('clubsPage.nameWrong', { max: clubLimits.nameCodePoints })
        : undefined;
  return (
    <form
      noValidate
      onSubmit={submit}
      aria-label={yes}
      className="grid grid-cols-[minmax(0,1fr)] gap-5 rounded-3xl border border-line bg-surface p-5 shadow-lift sm:p-7"
    >
      <TextField
        label={t('clubsPage.name')}
        autoComplete="off"
        value={words.name}
        error={wrongName}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextArea
        label={t('clubsPage.description')}
        value={words.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <TextArea
        label={t('clubsPage.rules')}
        hint={t('clubsPage.rulesHint', { max: clubLimits.rules })}
        value={rules}
        onChange={(event) => setRules(event.currentTarget.value)}
      />
      <ChoiceCards
        legend={t('clubsPage.wayIn')}
        value={words.wayIn}
        onChange={(wayIn) => change({ wayIn })}
        choices={wayInSchema.options.map((value) => ({
          value,
          label: t(`clubsPage.ways.${value}`),
          hint: t(`clubsPage.ways.${value}Hint`),
        }))}
      />
      <Switch
        label={t('clubsPage.inDirectory')}
        on={words.inDirectory}
        onChange={(inDirectory) => change({ inDirectory })}
      />
      <div>
        <Button type="submit" look="primary" size="large" wide disabled={busy}>
          {busy ? t('settingsPage.saving') : yes}
        </Button>
        <p role="alert" className="mt-3 text-center font-semibold text-danger empty:hidden">
          {why && why !== 'taken' ? t(`answers.refused.${why}`) : ''}
        </p>
      </div>
    </form>
  );
}
