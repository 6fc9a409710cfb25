import { cleanTitle, limits } from '@stoa/protocol';
import { type ClubId, clubs } from '@stoa/protocol/social';
import { useRouter } from '@tanstack/react-router';
import { ArrowRight, DoorOpen, KeyRound, UserRoundCheck, UsersRound } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { memberEntry } from '../../api/member-entry.ts';
import { Button } from '../../design/button.tsx';
import { ChoiceCards } from '../../design/choice-cards.tsx';
import { TextField } from '../../design/field.tsx';
import { anywhere, fenceOf } from '../../state/fence-wish.ts';
import { announce, planOf, policyOf, type RoomWish } from '../../state/room-plan.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useMe } from '../../state/use-me.ts';
import { usePlaces } from '../../state/use-places.ts';
import { useApp, useVisit } from '../../state/use-store.ts';
import { RoomDetails } from './room-details.tsx';

/** What the room is for, if for something. */
export type AboutRoom = { readonly title?: string; readonly club?: ClubId };

const kinds = [
  ['open', DoorOpen],
  ['social', UserRoundCheck],
  ['club', UsersRound],
  ['closed', KeyRound],
] as const;

/** A title and a tap; everything else has a good default. */
export function OpenRoomForm({
  about,
  onOpen,
}: {
  about: AboutRoom;
  /** The room is open; its path, with the secret of its link. */
  onOpen?: (path: string) => Promise<void>;
}) {
  const { t } = useTranslation();
  const app = useApp();
  const { client, visit, call } = app;
  const me = useMe();
  const state = useVisit();
  const router = useRouter();
  useEffect(() => client.prepare(), [client]);
  const [tried, setTried] = useState(false);
  const [wish, setWish] = useState<RoomWish>({
    ...{ kind: about.club ? 'club' : 'open', club: about.club },
    ...{ title: about.title ?? '', topics: [], languages: [] },
    ...{ guests: true, hands: 'all', strict: false, fence: anywhere },
  });
  const change = (part: Partial<RoomWish>) => setWish((now) => ({ ...now, ...part }));
  const places = usePlaces();
  const mine = useAnswer(clubs.mine, {}, { enabled: wish.kind === 'club' });
  const own = mine.data?.clubs.filter((club) => !['none', 'requested', 'invited'].includes(club.mine)) ?? [];
  const title = cleanTitle(wish.title);
  const starting = state.is === 'starting';
  const clubMissing = wish.kind === 'club' && !wish.club;

  const open = async (submit: FormEvent<HTMLFormElement>) => {
    submit.preventDefault();
    setTried(true);
    if (title === undefined) return submit.currentTarget.querySelector('input')?.focus();
    if (clubMissing) return;
    const plan = { ...wish, title };
    const { kind, strict } = plan;
    const rule = plan.fence.way === 'anywhere' ? {} : { fence: fenceOf(plan.fence, places?.app) };
    const member = { ...memberEntry(app, me.id, planOf(plan)), ...rule };
    if (!(await visit.start({ name: me.name, title, policy: policyOf(kind), strict, ...member }))) return;
    const now = visit.get();
    if (now.is !== 'in') return;
    router.history.replace(now.path);
    // A room that could not be made known is still a room: its link works.
    await announce(call, kind, now.path).catch(() => undefined);
    await onOpen?.(now.path).catch(() => undefined);
  };

  return (
    <form
      noValidate
      onSubmit={(submit) => void open(submit)}
      aria-label={t('openRoom.heading')}
      className="grid grid-cols-[minmax(0,1fr)] gap-5 rounded-3xl border border-line bg-surface p-5 shadow-lift sm:p-7"
    >
      <TextField
        label={t('openRoom.titleLabel')}
        placeholder={t('openRoom.titlePlaceholder')}
        name="title"
        autoComplete="off"
        value={wish.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={
          tried && title === undefined ? t('openRoom.titleWrong', { max: limits.titleCodePoints }) : undefined
        }
      />
      <ChoiceCards
        legend={t('openRoom.kindLabel')}
        value={wish.kind}
        onChange={(kind) => change({ kind })}
        choices={kinds.map(([value, icon]) => ({
          ...{ value, icon },
          label: t(`openRoom.kind.${value}`),
          hint: t(`openRoom.kind.${value}Hint`),
        }))}
      />
      {wish.kind === 'club' &&
        (own.length > 0 ? (
          <div>
            <ChoiceCards
              legend={t('openRoom.club')}
              value={wish.club?.reveal() ?? ''}
              onChange={(id) => change({ club: own.find(({ club }) => club.reveal() === id)?.club })}
              choices={own.map(({ club, name }) => ({ value: club.reveal(), label: name }))}
            />
            {tried && clubMissing && (
              <p role="alert" className="mt-1.5 text-sm font-semibold text-danger">
                {t('openRoom.clubWrong')}
              </p>
            )}
          </div>
        ) : (
          <p role="status" className="text-soft">
            {t(mine.isLoading ? 'answers.loading' : 'openRoom.noClub')}
          </p>
        ))}
      <RoomDetails wish={wish} change={change} places={places} />
      <div>
        <Button type="submit" look="primary" size="large" wide disabled={starting}>
          {t(starting ? 'openRoom.busy' : 'openRoom.button')}
          {!starting && <ArrowRight aria-hidden="true" className="size-5 rtl:-scale-x-100" />}
        </Button>
        <p role="alert" className="mt-3 text-center font-semibold text-danger empty:hidden">
          {state.is === 'startFailed' && t(state.why === 'tooFast' ? 'start.tooFast' : 'start.failed')}
        </p>
      </div>
    </form>
  );
}
