import { safety } from '@stoa/protocol/social';
import { Download, KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { browserKeyRing, keyText, readKeyText, type SafetyKey } from '../../safety/safety-keys.ts';
import { saveFile } from '../../state/save-file.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useFreshAct } from '../../state/use-passkey-act.ts';
import { useApp } from '../../state/use-store.ts';
import { AnswerView } from '../parts/answer-view.tsx';

const ring = browserKeyRing();

/** The key that opens what proves reports: made here, kept here, passed on as a file. */
export function KeyPanel() {
  const { t } = useTranslation();
  const answer = useAnswer(safety.key, {});
  const [here, setHere] = useState<readonly SafetyKey[]>();
  useEffect(() => {
    ring.all().then(setHere, () => setHere([]));
  }, []);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <p className="text-soft">{t('safety.keyText')}</p>
      <AnswerView answer={answer} rows={1}>
        {({ key }) => (
          <Newest
            number={key?.number}
            mine={here?.find(({ number }) => number === key?.number)}
            known={here !== undefined}
          />
        )}
      </AnswerView>
      <Make hasOne={answer.data?.key !== undefined} onMade={(key) => setHere([...(here ?? []), key])} />
      <Load onLoaded={(key) => setHere([...(here ?? []), key])} />
    </div>
  );
}

function Newest({
  number,
  mine,
  known,
}: {
  number: number | undefined;
  mine: SafetyKey | undefined;
  known: boolean;
}) {
  const { t } = useTranslation();
  if (number === undefined) return <p className="font-semibold">{t('safety.keyNone')}</p>;
  if (!known) return null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-3">
      <p className="font-semibold">{t(mine ? 'safety.keyHere' : 'safety.keyElsewhere', { number })}</p>
      {mine && (
        <>
          <p className="text-soft">{t('safety.keySaveText')}</p>
          <Button
            icon={Download}
            onClick={() => saveFile(`stoa-safety-key-${number}.txt`, `${keyText(mine)}\n`, 'text/plain')}
          >
            {t('safety.keySave')}
          </Button>
        </>
      )}
    </div>
  );
}

function Make({ hasOne, onMade }: { hasOne: boolean; onMade: (key: SafetyKey) => void }) {
  const { t } = useTranslation();
  const { call } = useApp();
  const act = useFreshAct([safety.key, safety.log]);
  const make = () =>
    act.run(async () => {
      const { safetyPublicKey } = await import('@stoa/client/evidence');
      const secret = crypto.getRandomValues(new Uint8Array(32));
      const { number } = await call(safety.keySet, { publicKey: await safetyPublicKey(secret) });
      const key = { number, secret };
      await ring.add(key);
      onMade(key);
    });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-2">
      <Button
        look={hasOne ? 'plain' : 'primary'}
        icon={KeyRound}
        disabled={act.busy}
        onClick={() => void make()}
      >
        {t(act.busy ? 'safety.keyMaking' : hasOne ? 'safety.keyMakeNew' : 'safety.keyMake')}
      </Button>
      <p role="alert" className="font-semibold text-danger empty:hidden">
        {act.words}
      </p>
    </div>
  );
}

function Load({ onLoaded }: { onLoaded: (key: SafetyKey) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [result, setResult] = useState<SafetyKey | 'wrong'>();
  const load = async () => {
    const key = readKeyText(text);
    if (!key) return setResult('wrong');
    await ring.add(key);
    setText('');
    setResult(key);
    onLoaded(key);
  };
  return (
    <form
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line pt-5"
      onSubmit={(event) => {
        event.preventDefault();
        void load();
      }}
    >
      <TextField
        label={t('safety.keyLoad')}
        hint={t('safety.keyLoadHint')}
        error={result === 'wrong' ? t('safety.keyLoadWrong') : undefined}
        value={text}
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          setResult(undefined);
        }}
      />
      <p role="status" className="font-semibold empty:hidden">
        {result && result !== 'wrong' && t('safety.keyLoaded', { number: result.number })}
      </p>
      <Button type="submit" className="justify-self-start">
        {t('safety.keyLoad')}
      </Button>
    </form>
  );
}
