import type { Endpoint } from '@stoa/protocol/social';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallRefused, type Refused } from '../api/call.ts';
import { confirm, PasskeyFailed, type PasskeyTrouble } from '../api/passkey.ts';
import { useRefresh } from './use-answer.ts';
import { useApp } from './use-store.ts';

export type Trouble = Refused | PasskeyTrouble;

/** One act that asks for a passkey: under way, done, or why not in words; `until`: when it makes sense again (Unix ms). */
export function usePasskeyAct() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const [until, setUntil] = useState<number>();
  const run = async <T>(act: () => Promise<T>): Promise<T | undefined> => {
    if (busy) return undefined;
    setBusy(true);
    setTrouble(undefined);
    try {
      return await act();
    } catch (error) {
      setTrouble(troubleOf(error));
      const wait = error instanceof CallRefused ? error.retryInMs : undefined;
      setUntil(wait === undefined ? undefined : Date.now() + wait);
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
  return { busy, trouble, until, words: words(), run, forget: () => setTrouble(undefined) };
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof PasskeyFailed || error instanceof CallRefused) return error.why;
  return 'unexpected';
}

/** An act that may want a fresh passkey: asks for one when the server says so, then does it again. */
export function useFreshAct(changes: readonly Endpoint[]) {
  const { call } = useApp();
  const refresh = useRefresh();
  const act = usePasskeyAct();
  const run = <T>(work: () => Promise<T>): Promise<T | undefined> =>
    act.run(async () => {
      const result = await work().catch(async (error: unknown) => {
        if (!(error instanceof CallRefused) || error.why !== 'needsPasskey') throw error;
        await confirm(call);
        return work();
      });
      await refresh(changes);
      return result;
    });
  return { ...act, run };
}
