import { type Profile, people } from '@stoa/protocol/social';
import { Link, useLocation } from '@tanstack/react-router';
import { Pencil, ShieldAlert, UserRoundX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CallRefused } from '../../api/call.ts';
import { buttonClass } from '../../design/button.tsx';
import { Empty } from '../../design/empty.tsx';
import { Face } from '../../design/face.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useAnswer } from '../../state/use-answer.ts';
import { useTitle } from '../../state/use-title.ts';
import { AppFrame } from '../frame/app-frame.tsx';
import { KeysNotice } from '../messages/keys-notice.tsx';
import { MessageButton } from '../messages/message-button.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { FollowButton } from './follow-button.tsx';
import { PeopleList } from './people-list.tsx';
import { ProfileMenu } from './profile-menu.tsx';

/** The handle stands after the `#`, so that asking for the page tells nobody whose it is. */
export function ProfilePage() {
  const { t } = useTranslation();
  const handle = useLocation({ select: ({ hash }) => hash });
  const answer = useAnswer(people.profile, { handle }, { enabled: handle !== '' });
  return (
    <AppFrame>
      <AnswerView
        answer={handle === '' ? { ...answer, data: undefined, error: new CallRefused('notFound') } : answer}
        rows={2}
        absent={
          <Empty whole icon={UserRoundX} title={t('people.gone')}>
            <p>{t('people.goneText')}</p>
          </Empty>
        }
      >
        {(profile) => <Whole key={profile.handle} profile={profile} />}
      </AnswerView>
    </AppFrame>
  );
}

function Whole({ profile }: { profile: Profile }) {
  const { t, i18n } = useTranslation();
  useTitle(t('people.profileTitle', { name: profile.name }));
  const since = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long', timeZone: 'UTC' });
  return (
    <article className="grid gap-5">
      <header className="flex flex-wrap items-start gap-5">
        <Face person={profile} size="huge" />
        <div className="min-w-0 flex-1 basis-56 pt-1">
          <ScreenHeading className="font-display text-3xl leading-tight font-semibold tracking-tight">
            <span dir="auto">{profile.name}</span>
          </ScreenHeading>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
            <span dir="ltr">@{profile.handle}</span>
            {profile.followsYou && (
              <span className="rounded-full bg-sunken px-2.5 py-0.5 text-sm font-semibold">
                {t('people.followsYou')}
              </span>
            )}
          </p>
          <div className="mt-4 flex flex-wrap items-center gap-2.5">
            {profile.self ? (
              <Link to="/settings" className={buttonClass('plain', 'small')}>
                <Pencil aria-hidden="true" className="size-[1.1em]" />
                {t('people.edit')}
              </Link>
            ) : (
              <>
                <FollowButton person={profile} follows={profile.follows} />
                <MessageButton person={profile} />
                <ProfileMenu profile={profile} />
              </>
            )}
          </div>
        </div>
      </header>
      {!profile.self && <KeysNotice other={profile.account.reveal()} name={profile.name} onProfile />}
      {profile.blockedByFollowed && (
        <p className="flex items-center gap-3 rounded-2xl bg-warn-soft px-4 py-3 text-warn-ink">
          <ShieldAlert aria-hidden="true" className="size-5 shrink-0" />
          {t('people.warnBlocked')}
        </p>
      )}
      {profile.bio && (
        <p dir="auto" className="text-lg whitespace-pre-line">
          {profile.bio}
        </p>
      )}
      {profile.links.length > 0 && (
        <ul aria-label={t('people.links')} className="flex flex-wrap gap-x-5 gap-y-1.5">
          {profile.links.map((link) => (
            <li key={link} className="min-w-0">
              <a
                href={link}
                rel="noopener noreferrer nofollow"
                target="_blank"
                className="font-semibold break-all text-accent underline"
              >
                {link.replace(/^https?:\/\//, '')}
              </a>
            </li>
          ))}
        </ul>
      )}
      {profile.clubs.length > 0 && (
        <ul aria-label={t('people.clubs')} className="flex flex-wrap gap-2">
          {profile.clubs.map(({ club, name }) => (
            <li key={club.reveal()}>
              <Link
                to="/club"
                hash={club.reveal()}
                className="inline-flex min-h-10 items-center rounded-full bg-sunken px-4 text-[0.9375rem] font-semibold"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <p className="text-sm text-soft">{t('people.since', { day: since.format(new Date(profile.since)) })}</p>
      <Lists profile={profile} />
    </article>
  );
}

function Lists({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const { counts, account } = profile;
  if (!counts) return <p className="text-soft">{t('people.privateLists')}</p>;
  const panels = [
    { value: 'followers', label: t('people.followers', { count: counts.followers }), list: people.followers },
    {
      value: 'following',
      label: t('people.followingCount', { count: counts.following }),
      list: people.following,
    },
  ] as const;
  return (
    <Tabs
      label={profile.name}
      tabs={panels.map(({ value, label, list }) => ({
        value,
        label,
        panel: <PeopleList list={list} of={account} />,
      }))}
    />
  );
}
