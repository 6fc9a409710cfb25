import { cleanName, cleanTitle, limits, type Policy } from '@stoa/protocol';
import { Link, useRouter } from '@tanstack/react-router';
import { ArrowRight, EyeOff, type LucideIcon, Radio, UserRound } from 'lucide-react';
import { type FormEvent, lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, buttonClass } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { ScreenHeading } from '../../design/screen-heading.tsx';
import { anywhere, fenceOf } from '../../state/fence-wish.ts';
import { usePlaces } from '../../state/use-places.ts';
import { useApp, useVisit } from '../../state/use-store.ts';
import { useTitle } from '../../state/use-title.ts';
import { RoomFenceChoice } from '../fence/room-fence-choice.tsx';
import { NameField } from '../parts/name-field.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { PolicyChoice } from '../parts/policy-choice.tsx';
import { StrictChoice } from '../parts/strict-choice.tsx';

const GuestRooms = lazy(async () => ({
  default: (await import('../hallway/guest-rooms.tsx')).GuestRooms,
}));

export function StartPage() {
  const { t } = useTranslation();
  useTitle(t('start.documentTitle'));
  return (
    <PageFrame wayIn={<WayIn />}>
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)] items-center gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
        <div className="lg:pb-16">
          <ScreenHeading className="font-display text-4xl leading-[1.12] font-semibold tracking-tight sm:text-5xl">
            {t('start.heading')}
          </ScreenHeading>
          <p className="mt-4 max-w-[34rem] text-lg text-soft sm:mt-5 sm:text-xl">{t('app.warm')}</p>
          <Link to="/sign-up" className={`${buttonClass('plain')} mt-5 sm:hidden`}>
            {t('frame.signUp')}
          </Link>
          <ul className="mt-9 hidden max-w-[34rem] gap-5 lg:grid">
            <Point icon={Radio} title={t('start.point1')} text={t('start.point1Text')} />
            <Point icon={EyeOff} title={t('start.point3')} text={t('start.point3Text')} />
            <Point icon={UserRound} title={t('start.point2')} text={t('start.point2Text')} />
          </ul>
          <Suspense>
            <GuestRooms />
          </Suspense>
        </div>
        <StartForm />
      </div>
    </PageFrame>
  );
}

function WayIn() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('frame.nav')} className="flex items-center gap-2">
      <Link to="/sign-in" className={buttonClass('ghost', 'small')}>
        {t('frame.signIn')}
      </Link>
      <Link to="/sign-up" className={`${buttonClass('plain', 'small')} max-sm:hidden`}>
        {t('frame.signUp')}
      </Link>
    </nav>
  );
}

function Point({ icon: Icon, title, text }: { icon: LucideIcon; title: string; text: string }) {
  return (
    <li className="flex gap-4">
      <span className="inline-flex size-11 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent">
        <Icon aria-hidden="true" className="size-5" />
      </span>
      <span>
        <span className="block font-semibold">{title}</span>
        <span className="block text-soft">{text}</span>
      </span>
    </li>
  );
}

function StartForm() {
  const { t } = useTranslation();
  const { client, visit, prefs } = useApp();
  useEffect(() => client.prepare(), [client]);
  const router = useRouter();
  const state = useVisit();
  const [name, setName] = useState(() => prefs.get().name);
  const [title, setTitle] = useState('');
  const [policy, setPolicy] = useState<Policy>('link');
  const [strict, setStrict] = useState(false);
  const [fence, setFence] = useState(anywhere);
  const places = usePlaces();
  const [tried, setTried] = useState(false);
  const goodName = cleanName(name);
  const goodTitle = cleanTitle(title);
  const starting = state.is === 'starting';

  const open = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (goodName === undefined || goodTitle === undefined) {
      const wrong = goodTitle === undefined ? 'title' : 'name';
      event.currentTarget.querySelector<HTMLInputElement>(`input[name="${wrong}"]`)?.focus();
      return;
    }
    prefs.set({ name: goodName });
    const rule = fence.way === 'anywhere' ? {} : { fence: fenceOf(fence, places?.app) };
    if (!(await visit.start({ name: goodName, title: goodTitle, policy, strict, ...rule }))) return;
    const now = visit.get();
    // The address becomes the link to share: a reload comes back by it.
    if (now.is === 'in') router.history.replace(now.path);
  };

  return (
    <form
      noValidate
      onSubmit={(event) => void open(event)}
      aria-label={t('start.title')}
      className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-3xl border border-line bg-surface p-5 shadow-lift sm:p-7"
    >
      <TextField
        label={t('start.titleLabel')}
        placeholder={t('start.titlePlaceholder')}
        error={
          tried && goodTitle === undefined
            ? t('start.titleWrong', { max: limits.titleCodePoints })
            : undefined
        }
        name="title"
        autoComplete="off"
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <NameField value={name} onChange={setName} wrong={tried && goodName === undefined} />
      <PolicyChoice value={policy} onChange={setPolicy} />
      <StrictChoice value={strict} onChange={setStrict} />
      <RoomFenceChoice places={places} value={fence} onChange={setFence} />
      <div>
        <Button type="submit" look="primary" size="large" wide disabled={starting}>
          {starting ? t('start.busy') : t('start.button')}
          {!starting && <ArrowRight aria-hidden="true" className="size-5 rtl:-scale-x-100" />}
        </Button>
        <p role="alert" className="mt-3 text-center font-semibold text-danger empty:hidden">
          {state.is === 'startFailed' && t(state.why === 'tooFast' ? 'start.tooFast' : 'start.failed')}
        </p>
      </div>
    </form>
  );
}
