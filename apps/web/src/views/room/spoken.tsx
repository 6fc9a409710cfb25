import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announcementText } from '../../state/announcement-text.ts';
import { Announcer } from '../../state/announcer.ts';
import { useApp, useRoom } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

/** Two live regions: what concerns this person at once and on the screen too, what others do in gathered sentences. */
export function Spoken() {
  const { t } = useTranslation();
  const room = useRoom();
  const { prefs } = useApp();
  const { tell, told } = useActs();
  const [others, setOthers] = useState('');
  useEffect(() => {
    const announcer = new Announcer(
      {
        now: () => performance.now(),
        after: (ms, callback) => {
          const timer = setTimeout(callback, ms);
          return () => clearTimeout(timer);
        },
        tellOwn: (news) => tell(t(`say.${news}`)),
        tellOthers: (gathered) => setOthers(announcementText(gathered, t)),
        wantsOthers: () => prefs.get().announcements === 'all',
      },
      room.view,
    );
    const stopView = room.subscribe(() => announcer.view(room.view));
    const stopSignals = room.onSignal((signal) => announcer.signal(signal));
    return () => {
      stopView();
      stopSignals();
      announcer.stop();
    };
  }, [room, prefs, tell, t]);
  return (
    <>
      <div
        role="log"
        aria-live="assertive"
        aria-relevant="additions"
        data-testid="own-news"
        className="pointer-events-none fixed inset-x-0 bottom-32 z-30 flex flex-col items-center gap-2 px-4"
      >
        {told.map(({ key, text }) => (
          <p
            key={key}
            className="animate-rise rounded-3xl bg-ink px-5 py-2.5 text-center font-semibold text-paper shadow-float"
          >
            {text}
          </p>
        ))}
      </div>
      <p role="status" data-testid="news-of-others" className="sr-only">
        {others}
      </p>
    </>
  );
}
