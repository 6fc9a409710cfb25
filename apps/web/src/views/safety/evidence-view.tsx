import { type Case, safety } from '@stoa/protocol/social';
import { FileLock2, ShieldCheck, ShieldX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Callout } from '../../design/callout.tsx';
import { judge, type Verdict } from '../../safety/evidence.ts';
import { browserKeyRing } from '../../safety/safety-keys.ts';
import { useMoment } from '../../state/use-dates.ts';
import { useApp } from '../../state/use-store.ts';
import { SoundView } from './sound-view.tsx';

type Props = {
  report: Case['reports'][number]['report'];
  person: Case['person'];
  devices: Case['devices'];
};

/** What came sealed with a report: fetched when asked for, opened and checked in this browser. */
export function EvidenceView({ report, person, devices }: Props) {
  const { t } = useTranslation();
  const { call } = useApp();
  const [verdict, setVerdict] = useState<Verdict | 'busy' | 'failed'>();
  const look = async () => {
    setVerdict('busy');
    try {
      const sealed = await call(safety.evidence, { report });
      const keys = await browserKeyRing().all();
      setVerdict(await judge(sealed, keys, { account: person.account, devices }));
    } catch {
      setVerdict('failed');
    }
  };
  if (verdict === undefined || verdict === 'busy' || verdict === 'failed')
    return (
      <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-2">
        <Button icon={FileLock2} size="small" disabled={verdict === 'busy'} onClick={() => void look()}>
          {t(verdict === 'busy' ? 'safety.opening' : 'safety.look')}
        </Button>
        <p role="alert" className="font-semibold text-danger empty:hidden">
          {verdict === 'failed' && t('safety.lookFailed')}
        </p>
      </div>
    );
  return (
    <div role="status" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <VerdictView verdict={verdict} name={person.name} />
    </div>
  );
}

function VerdictView({ verdict, name }: { verdict: Verdict; name: string }) {
  const { t } = useTranslation();
  switch (verdict.is) {
    case 'noKey':
      return (
        <Callout tone="warning" icon={FileLock2} title={t('safety.noKey', { number: verdict.number })} />
      );
    case 'sealedOtherwise':
      return (
        <Callout tone="danger" icon={ShieldX} title={t('safety.notProven')}>
          <p>{t('safety.otherwise')}</p>
        </Callout>
      );
    case 'refused':
      return (
        <Callout tone="danger" icon={ShieldX} title={t('safety.notProven')}>
          <p>{t(`safety.faults.${verdict.why}`)}</p>
        </Callout>
      );
    default:
      return (
        <>
          {verdict.why ? (
            <Callout tone="danger" icon={ShieldX} title={t('safety.notProven')}>
              <p>
                <bdi>{t(`safety.doubts.${verdict.why}`, { name })}</bdi>
              </p>
            </Callout>
          ) : (
            <Proven name={name} />
          )}
          <SoundView spans={verdict.spans} missingMs={verdict.missingMs} />
          <Messages messages={verdict.messages} />
        </>
      );
  }
}

function Proven({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <div className="flex gap-3 rounded-2xl bg-live-soft p-4 text-live-ink">
      <ShieldCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <div>
        <p className="font-semibold">{t('safety.proven')}</p>
        <p>
          <bdi>{t('safety.provenText', { name })}</bdi>
        </p>
      </div>
    </div>
  );
}

function Messages({ messages }: { messages: Extract<Verdict, { is: 'proven' | 'somebody' }>['messages'] }) {
  const { t } = useTranslation();
  const moment = useMoment();
  if (messages.length === 0) return <p className="text-sm text-soft">{t('safety.noMessages')}</p>;
  return (
    <section>
      <h3 className="mb-1.5 font-semibold">{t('safety.messages')}</h3>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {messages.map(({ at, text }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing is added or taken away
          <li key={i} className="rounded-xl bg-sunken px-4 py-2.5">
            <p dir="auto" className="whitespace-pre-line">
              {text}
            </p>
            <p className="text-sm text-soft">{moment(at)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
