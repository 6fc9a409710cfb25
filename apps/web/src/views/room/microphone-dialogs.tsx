import { MicOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useRoom, useRoomView } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

/** The browser held the microphone back: why, how to mend it, and that listening goes on. */
export function MicrophoneTrouble() {
  const { t } = useTranslation();
  const room = useRoom();
  const { panel, show, trouble, troubled, act } = useActs();
  const microphone = useRoomView((view) => view.microphone);
  const invited = useRoomView((view) => view.me?.invited ?? false);
  const listening = useRoomView((view) => view.me?.role === 'listener');
  useEffect(() => {
    // A raised hand that was answered asks for the microphone without another tap, and it may fail then too.
    if (microphone === 'denied' || microphone === 'missing' || microphone === 'busy') troubled(microphone);
  }, [microphone, troubled]);
  const again = () => {
    show(undefined);
    if (invited) void act(room.acceptInvite());
    else void act(listening ? room.raiseHand() : room.setMuted(false));
  };
  const giveUp = () => {
    show(undefined);
    if (invited) void act(room.declineInvite());
  };
  return (
    <Dialog
      open={panel === 'microphoneTrouble'}
      onOpenChange={(open) => !open && giveUp()}
      title={t(`mic.${trouble}.title`)}
    >
      <p className="mt-3 flex gap-3 text-soft">
        <MicOff aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
        {t(`mic.${trouble}.text`)}
      </p>
      <ol className="mt-4 grid list-decimal gap-2 ps-6">
        <li>{t(`mic.${trouble}.step1`)}</li>
        <li>{t(`mic.${trouble}.step2`)}</li>
        <li>{t(`mic.${trouble}.step3`)}</li>
      </ol>
      <div className="mt-6 flex flex-col gap-3 sm:flex-row-reverse">
        <Button look="primary" onClick={again}>
          {t(listening && !invited ? 'mic.handAgain' : 'mic.again')}
        </Button>
        <Button onClick={giveUp}>{t(listening ? 'mic.listenOnly' : 'mic.stayMuted')}</Button>
      </div>
    </Dialog>
  );
}

export function MicrophoneDialog() {
  const { t } = useTranslation();
  const { panel, show } = useActs();
  return (
    <Dialog open={panel === 'microphone'} onOpenChange={() => show(undefined)} title={t('mic.chooseTitle')}>
      <p className="mt-2 text-soft">{t('mic.chooseText')}</p>
      <MicrophoneChoice />
    </Dialog>
  );
}

type Microphones = readonly { readonly id: string; readonly label: string }[];

function MicrophoneChoice() {
  const { t } = useTranslation();
  const room = useRoom();
  const { act, show, tell } = useActs();
  const [found, setFound] = useState<Microphones>();
  const [chosen, setChosen] = useState('');
  useEffect(() => {
    let here = true;
    room.microphones().then(
      (list) => here && setFound(list),
      () => here && setFound([]),
    );
    return () => {
      here = false;
    };
  }, [room]);
  const use = async () => {
    if (!(await act(room.chooseMicrophone(chosen)))) return;
    tell(t('mic.chosen'));
    show(undefined);
  };
  if (found?.length === 0) return <p className="mt-5">{t('mic.none')}</p>;
  return (
    <>
      <fieldset className="mt-5 grid gap-1">
        <legend className="sr-only">{t('mic.choose')}</legend>
        {found?.map(({ id, label }, place) => (
          <label key={id} className="flex min-h-12 items-center gap-3 rounded-xl px-3 hover:bg-sunken">
            <input
              type="radio"
              name="microphone"
              checked={chosen === id}
              onChange={() => setChosen(id)}
              className="size-4 accent-accent"
            />
            {label || t('mic.unnamed', { count: place + 1 })}
          </label>
        ))}
      </fieldset>
      <Button look="primary" className="mt-5" disabled={chosen === ''} onClick={() => void use()}>
        {t('mic.use')}
      </Button>
    </>
  );
}
