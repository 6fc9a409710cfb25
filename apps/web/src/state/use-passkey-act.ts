import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallRefused, type Refused } from '../api/call.ts';
import { PasskeyFailed, type PasskeyTrouble } from '../api/passkey.ts';

export type Trouble = Refused | PasskeyTrouble;

/** One act that asks for a passkey: under way, done, or why not in words. */
export function usePasskeyAct() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const run = async <T>(act: () => Promise<T>): Promise<T | undefined> => {
    if (busy) return undefined;
    setBusy(true);
    setTrouble(undefined);
    try {
      return await act();
    } catch (error) {
      setTrouble(troubleOf(error));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  const words = (): string => {
    switch (trouble) {
      case undefined:
        return '';
      case 'cancelled':
      case 'exists':
      case 'unsupported':
      case 'failed':
        return t(`account.trouble.${trouble}`);
      default:
        return t(`answers.refused.${trouble}`);
    }
  };
  return { busy, trouble, words: words(), run, forget: () => setTrouble(undefined) };
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof PasskeyFailed || error instanceof CallRefused) return error.why;
  return 'unexpected';
}
