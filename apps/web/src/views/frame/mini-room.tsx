import type { Room } from '@stoa/client';
import { useRouter } from '@tanstack/react-router';
import { LogOut, Mic, MicOff, Radio } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/button.tsx';
import { useApp, useVisit } from '../../state/use-store.ts';

/** The room goes on while one looks around in the app: what it is, the microphone, the way back and the way out. */
export function MiniRoom() {
  const visit = useVisit();
  return visit.is === 'in' ? <Bar room={visit.room} path={visit.path} /> : null;
}

function Bar({ room, path }: { room: Room; path: string }) {
  const { t } = useTranslation();
  const { visit } = useApp();
  const router = useRouter();
  const title = useSyncExternalStore(room.subscribe, () => room.view.title);
  const phase = useSyncExternalStore(room.subscribe, () => room.view.phase.is);
  const role = useSyncExternalStore(room.subscribe, () => room.view.me?.role);
  const muted = useSyncExternalStore(room.subscribe, () => room.view.me?.muted ?? true);
  if (phase === 'closed') return null;
  const onStage = role === 'moderator' || role === 'speaker';
  return (
    <section
      aria-label={t('frame.here')}
      className="mx-auto flex w-full max-w-2xl animate-rise items-center gap-2 rounded-2xl border border-line bg-surface p-1.5 ps-2 shadow-float"
    >
      <button
        type="button"
        onClick={() => router.history.push(path)}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-3 rounded-xl px-2 text-start hover:bg-sunken"
      >
        <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-full bg-live-soft text-live-ink">
          <Radio aria-hidden="true" className="size-5" />
        </span>
        <span className="min-w-0">
          <span dir="auto" className="block truncate font-semibold">
            {title || t('room.untitled')}
          </span>
          <span className="block truncate text-sm text-soft">
            {phase === 'live' ? t('frame.back') : t('frame.connecting')}
          </span>
        </span>
      </button>
      {onStage && (
        <IconButton
          icon={muted ? MicOff : Mic}
          look={muted ? 'soft' : 'live'}
          label={t(muted ? 'mic.unmuteLabel' : 'mic.muteLabel')}
          onClick={() => void room.setMuted(!muted)}
        />
      )}
      <IconButton icon={LogOut} label={t('frame.leave')} onClick={() => visit.drop()} />
    </section>
  );
}
