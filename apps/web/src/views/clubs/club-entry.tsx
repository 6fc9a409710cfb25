import { type Club, clubs } from '@stoa/protocol/social';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { refusalOf, useAct } from '../../state/use-answer.ts';

/** The rules, and the way in past them. Members are asked again when the rules have changed. */
export function ClubEntry({ club }: { club: Club }) {
  const { t } = useTranslation();
  const [accepted, setAccepted] = useState(false);
  const [tried, setTried] = useState(false);
  const stale = [clubs.one, clubs.mine, clubs.directory];
  const join = useAct(clubs.join, stale);
  const withdraw = useAct(clubs.withdraw, stale);
  const why = refusalOf(join.error) ?? refusalOf(withdraw.error);
  const outside = club.mine === 'none' || club.mine === 'invited' || club.mine === 'requested';
  const outdated = !outside && club.rulesAccepted !== club.rulesVersion;
  const mayEnter =
    (club.mine === 'none' && club.wayIn !== 'invitation') || club.mine === 'invited' || outdated;
  const enter = () => {
    setTried(true);
    if (club.rules.length > 0 && !accepted) return;
    join.mutate({ club: club.club, rulesVersion: club.rulesVersion });
  };
  const word =
    club.mine === 'invited'
      ? 'joinInvited'
      : club.wayIn === 'request' && outside
        ? 'ask'
        : outdated
          ? 'accept'
          : 'join';
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-3">
      {club.rules.length > 0 && (
        <div className="w-full rounded-2xl border border-line bg-surface p-4">
          <h2 className="font-semibold">{t('clubsPage.rules')}</h2>
          <ol className="mt-1.5 list-decimal ps-5">
            {club.rules.map((rule) => (
              <li key={rule} className="py-0.5">
                <bdi>{rule}</bdi>
              </li>
            ))}
          </ol>
          {outdated && <p className="mt-2 font-semibold text-warn-ink">{t('clubsPage.rulesChanged')}</p>}
          {mayEnter && (
            <label className="mt-3 flex min-h-11 cursor-pointer items-center gap-3 font-semibold">
              <input
                type="checkbox"
                checked={accepted}
                onChange={(event) => setAccepted(event.currentTarget.checked)}
                className="size-5 accent-accent"
              />
              {t('clubsPage.accept')}
            </label>
          )}
        </div>
      )}
      {mayEnter && (
        <Button look="primary" disabled={join.isPending} onClick={enter}>
          {t(`clubsPage.${word}`)}
        </Button>
      )}
      {club.mine === 'none' && club.wayIn === 'invitation' && (
        <p className="text-soft">{t('clubsPage.onlyInvited')}</p>
      )}
      {(club.mine === 'requested' || club.mine === 'invited') && (
        <div className="flex flex-wrap items-center gap-3">
          <p className="font-semibold">{t(`clubsPage.standing.${club.mine}`)}</p>
          <Button
            size="small"
            disabled={withdraw.isPending}
            onClick={() => withdraw.mutate({ club: club.club })}
          >
            {t(club.mine === 'invited' ? 'clubsPage.decline' : 'clubsPage.withdraw')}
          </Button>
        </div>
      )}
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {why
          ? t(`answers.refused.${why}`)
          : tried && mayEnter && club.rules.length > 0 && !accepted
            ? t('clubsPage.acceptFirst')
            : ''}
      </p>
    </section>
  );
}
