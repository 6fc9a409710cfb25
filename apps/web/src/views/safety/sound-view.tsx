import type { CheckedEvidence } from '@stoa/client/evidence';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../design/button.tsx';
import { decode, wavOf } from '../../safety/sound.ts';

/** Plays what was said, as the browser decodes it; and hands it out as a file. */
export function SoundView({ spans, missingMs }: { spans: CheckedEvidence['spans']; missingMs: number }) {
  const { t } = useTranslation();
  const [address, setAddress] = useState<string | 'failed'>();
  useEffect(() => {
    if (spans.length === 0) return;
    let mine: string | undefined;
    let over = false;
    decode(spans).then(
      (sound) => {
        if (over) return;
        mine = URL.createObjectURL(new Blob([wavOf(sound)], { type: 'audio/wav' }));
        setAddress(mine);
      },
      () => setAddress('failed'),
    );
    return () => {
      over = true;
      if (mine) URL.revokeObjectURL(mine);
    };
  }, [spans]);
  if (spans.length === 0) return null;
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 className="font-semibold">{t('safety.sound')}</h3>
      {address === 'failed' ? (
        <p className="font-semibold text-danger">{t('safety.soundFailed')}</p>
      ) : (
        address && (
          <div className="flex flex-wrap items-center gap-3">
            {/* biome-ignore lint/a11y/useMediaCaption: what was said on stage has no captions */}
            <audio controls src={address} aria-label={t('safety.sound')} className="max-w-full" />
            <a href={address} download="stoa-evidence.wav" className={buttonClass('plain', 'small')}>
              <Download aria-hidden="true" className="size-[1.1em]" />
              {t('safety.saveSound')}
            </a>
          </div>
        )
      )}
      {missingMs > 0 && (
        <p className="text-sm text-soft">
          {t('safety.missing', { seconds: Math.max(0.1, Math.round(missingMs / 100) / 10) })}
        </p>
      )}
    </section>
  );
}
