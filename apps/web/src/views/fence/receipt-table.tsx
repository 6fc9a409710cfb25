import type { PathReceipt } from '@stoa/client';
import { CircleCheck, CircleX, Download, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { saveFile } from '../../state/save-file.ts';
import { useCountryName } from '../../state/use-fence-words.ts';

type Line = PathReceipt['lines'][number];

/** Every machine that was contacted, and whether the rules allow it. */
export function ReceiptTable({ receipt }: { receipt: PathReceipt }) {
  const { t } = useTranslation();
  const { lines, outside, fences } = receipt;
  const limited = fences.room !== '*' || fences.own !== '*';
  const unlisted = lines.every(({ host }) => !host);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {lines.length > 0 && limited && (
        <p className={`flex gap-2 font-semibold ${outside > 0 ? 'text-danger' : 'text-live-ink'}`}>
          {outside > 0 ? (
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
          ) : (
            <CircleCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
          )}
          {t(outside > 0 ? 'fence.someOutside' : 'fence.allInside')}
        </p>
      )}
      {lines.length === 0 && <p className="text-soft">{t('fence.none')}</p>}
      {lines.length > 0 && (
        <ul aria-label={t('fence.caption')} className="grid grid-cols-[minmax(0,1fr)] gap-2">
          {lines.map((line) => (
            <Row key={`${line.transport} ${line.address} ${line.port}`} line={line} limited={limited} />
          ))}
        </ul>
      )}
      {lines.length > 0 && unlisted && <p className="text-sm text-soft">{t('fence.unlisted')}</p>}
      <Button
        look="plain"
        icon={Download}
        className="justify-self-start"
        onClick={() =>
          saveFile(`${t('fence.file')}.json`, JSON.stringify(receipt, null, 2), 'application/json')
        }
      >
        {t('fence.save')}
      </Button>
    </div>
  );
}

function Row({ line, limited }: { line: Line; limited: boolean }) {
  const { t } = useTranslation();
  const country = useCountryName();
  const size = useSize();
  const { host, address, port, transport, inFence } = line;
  const shown = address.includes(':') ? `[${address}]` : address;
  return (
    <li className="rounded-2xl border border-line p-3.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="font-semibold">
          {host ? country(host.jurisdiction) : t('fence.kind.unknown')}
          {host && <span className="font-normal text-soft"> · {t(`fence.kind.${host.kind}`)}</span>}
        </p>
        {limited && (
          <p
            className={`inline-flex items-center gap-1.5 text-sm font-semibold ${inFence ? 'text-live-ink' : 'text-danger'}`}
          >
            {inFence ? (
              <CircleCheck aria-hidden="true" className="size-4" />
            ) : (
              <CircleX aria-hidden="true" className="size-4" />
            )}
            {t(inFence ? 'fence.inside' : 'fence.outside')}
          </p>
        )}
      </div>
      <dl className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm">
        {host && (
          <>
            <dt className="text-soft">{t('fence.run')}</dt>
            <dd className="break-words">
              <bdi>{host.operator}</bdi>
            </dd>
          </>
        )}
        <dt className="text-soft">{t('fence.address')}</dt>
        <dd className="[overflow-wrap:anywhere]">
          <bdi dir="ltr" className="font-digits">
            {shown}:{port}
          </bdi>{' '}
          <bdi dir="ltr" className="text-soft uppercase">
            {transport}
          </bdi>
        </dd>
        <dt className="text-soft">{t('fence.amount')}</dt>
        <dd>{t('fence.amounts', { sent: size(line.sentBytes), received: size(line.receivedBytes) })}</dd>
      </dl>
    </li>
  );
}

/** Bytes as people say them. */
function useSize(): (bytes: number) => string {
  const { i18n } = useTranslation();
  return (bytes) => {
    const [unit, count] =
      bytes < 1_000
        ? (['byte', bytes] as const)
        : bytes < 1_000_000
          ? (['kilobyte', bytes / 1_000] as const)
          : (['megabyte', bytes / 1_000_000] as const);
    const format = { style: 'unit', unit, unitDisplay: 'short', maximumSignificantDigits: 3 } as const;
    return new Intl.NumberFormat(i18n.language, format).format(count);
  };
}
