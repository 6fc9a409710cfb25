import { CircleAlert, CircleCheck, CircleX, Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { classes } from '../../design/classes.ts';
import { askDevice, type Verdict, verdictsOf, worstFirst } from '../../state/connection-verdicts.ts';
import { useApp } from '../../state/use-store.ts';

const signs = { good: CircleCheck, fair: CircleAlert, bad: CircleX } as const;
const colours = { good: 'text-accent', fair: 'text-ink', bad: 'text-danger' } as const;

/** A button, and one line for each thing that a room needs, from this device outwards. */
export function ConnectionCheckList() {
  const { t } = useTranslation();
  const { client } = useApp();
  const [running, setRunning] = useState(false);
  const [verdicts, setVerdicts] = useState<readonly Verdict[]>();
  const check = async () => {
    setRunning(true);
    const missing = await client.missingParts().catch(() => []);
    const device = await askDevice(missing);
    setVerdicts(verdictsOf(device, undefined));
    // Without what encryption needs there is nothing to be opened.
    const network =
      device.isSecure && missing.length === 0
        ? await client.checkConnection?.(window.location.origin).catch(() => undefined)
        : undefined;
    setVerdicts(worstFirst(verdictsOf(device, network)));
    setRunning(false);
  };
  const label = running ? t('checkPage.running') : verdicts ? t('checkPage.again') : t('checkPage.start');
  return (
    <>
      <div className="mt-6">
        <Button
          look="primary"
          size="large"
          icon={Stethoscope}
          disabled={running}
          onClick={() => void check()}
        >
          {label}
        </Button>
      </div>
      <ul
        aria-live="polite"
        aria-busy={running}
        aria-label={t('checkPage.result')}
        className="mt-6 grid gap-3"
      >
        {verdicts?.map((verdict) => (
          <Line key={verdict.part} verdict={verdict} />
        ))}
      </ul>
    </>
  );
}

function Line({ verdict: { part, state, says, values } }: { verdict: Verdict }) {
  const { t } = useTranslation();
  const Sign = signs[state];
  return (
    <li className="flex gap-3 rounded-2xl border border-line bg-surface p-4">
      <Sign aria-hidden="true" className={classes('mt-0.5 size-6 shrink-0', colours[state])} />
      <div>
        <p className="font-semibold">
          {t(`checkPage.parts.${part}`)}
          <span className="font-normal text-soft"> · {t(`checkPage.${state}`)}</span>
        </p>
        <p className="text-soft">{t(`checkPage.says.${says}`, { ...values })}</p>
      </div>
    </li>
  );
}
