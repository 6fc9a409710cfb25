import { clubs } from '@stoa/protocol/social';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../design/button.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { useAnswer } from '../../state/use-answer.ts';
import { useSettled } from '../../state/use-settled.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { ClubRow } from './club-row.tsx';

/** One's own clubs, then the directory. */
export function ClubsPage() {
  const { t } = useTranslation();
  useTitle(t('clubsPage.documentTitle'));
  const [text, setText] = useState('');
  const asked = useSettled(text.trim(), 250);
  const mine = useAnswer(clubs.mine, {});
  const directory = useAnswer(clubs.directory, asked === '' ? {} : { text: asked });
  return (
    <AppFrame>
      <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
        <ScreenHeading className="font-display text-3xl font-semibold tracking-tight sm:text-4xl">
          {t('clubsPage.heading')}
        </ScreenHeading>
        <Link to="/new-club" className={buttonClass('primary', 'small')}>
          <Plus aria-hidden="true" className="size-[1.2em]" />
          {t('clubsPage.create')}
        </Link>
      </div>
      <section className="mb-8">
        <h2 className="mb-2 text-lg font-semibold">{t('clubsPage.mine')}</h2>
        <AnswerView answer={mine} rows={2}>
          {(data) => <ClubList clubs={data.clubs} none={t('clubsPage.noneMine')} />}
        </AnswerView>
      </section>
      <section>
        <h2 className="mb-3 text-lg font-semibold">{t('clubsPage.directory')}</h2>
        <SearchField label={t('clubsPage.search')} value={text} onChange={setText} />
        <AnswerView answer={directory}>
          {(data) => <ClubList clubs={data.clubs} none={t('clubsPage.noneFound')} />}
        </AnswerView>
      </section>
    </AppFrame>
  );
}

function ClubList({
  clubs: all,
  none,
}: {
  clubs: readonly Parameters<typeof ClubRow>[0]['club'][];
  none: string;
}) {
  if (all.length === 0) return <p className="text-soft">{none}</p>;
  return (
    <ul>
      {all.map((club) => (
        <li key={club.club.reveal()}>
          <ClubRow club={club} />
        </li>
      ))}
    </ul>
  );
}
