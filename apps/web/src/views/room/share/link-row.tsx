import { Check, Copy, QrCode as QrSign, Share2 } from 'lucide-react';
import { useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/button.tsx';
import { qrPath, shareUrl } from '../../../state/share-link.ts';
import { useRoom } from '../../../state/use-store.ts';

/** The link itself: to copy, to hand to the phone, to point a camera at. `folded`: the code is shown when asked for. */
export function LinkRow({ folded = false }: { folded?: boolean }) {
  const { t } = useTranslation();
  const room = useRoom();
  const id = useId();
  const url = shareUrl(room.link, window.location.origin);
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean>();
  const copy = () =>
    navigator.clipboard
      .writeText(url)
      .then(() => setCopied(true))
      .catch(() => {
        setCopied(false);
        field.current?.select();
      });
  // Closing the phone's own sheet is a refusal too, and no error.
  const nativeShare = () => void navigator.share({ title: t('share.message'), url }).catch(() => undefined);
  return (
    <>
      <label htmlFor={id} className="mt-5 mb-1.5 block font-semibold">
        {t('share.link')}
      </label>
      <input
        ref={field}
        id={id}
        readOnly
        dir="ltr"
        value={url}
        onFocus={(event) => event.currentTarget.select()}
        className="block min-h-12 w-full rounded-2xl border border-line-strong bg-sunken px-4 font-digits text-sm text-ink"
      />
      <div className="mt-3 grid gap-3 sm:grid-cols-[repeat(auto-fit,minmax(8rem,1fr))]">
        <Button look="primary" icon={copied ? Check : Copy} onClick={() => void copy()}>
          {t(copied ? 'share.copied' : 'share.copy')}
        </Button>
        {'share' in navigator && (
          <Button icon={Share2} onClick={nativeShare}>
            {t('share.native')}
          </Button>
        )}
      </div>
      <p role="status" className={copied === false ? 'mt-2 text-sm' : 'sr-only'}>
        {copied === true && t('share.copied')}
        {copied === false && t('share.copyFailed')}
      </p>
      {folded ? (
        <details className="mt-4">
          <summary className="inline-flex min-h-11 cursor-pointer items-center gap-2 font-semibold">
            <QrSign aria-hidden="true" className="size-5" />
            {t('inRoom.showCode')}
          </summary>
          <QrCode url={url} />
        </details>
      ) : (
        <QrCode url={url} />
      )}
    </>
  );
}

function QrCode({ url }: { url: string }) {
  const { t } = useTranslation();
  const { size, path } = useMemo(() => qrPath(url), [url]);
  return (
    <div className="mt-6 flex flex-wrap items-center justify-center gap-x-6 gap-y-3">
      {/* Always dark on white: cameras do not read inverted codes. */}
      <svg
        role="img"
        aria-label={t('share.qr')}
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
        className="size-48 rounded-2xl border border-line"
      >
        <rect width={size} height={size} fill="#ffffff" />
        <path d={path} fill="#1c1714" />
      </svg>
      <p className="max-w-40 text-center text-sm text-soft sm:text-start">{t('share.qrHint')}</p>
    </div>
  );
}
