import { notifications } from '@stoa/protocol/social';
import { useEffect, useState } from 'react';
import type { Refused } from '../api/call.ts';
import { refusalOf } from './use-answer.ts';
import { useApp } from './use-store.ts';

export type PushState = 'asking' | 'off' | 'on' | 'denied' | 'impossible';

/** Notices that reach this browser while the app is closed. They carry no content: the page fetches what is new. */
export function usePush() {
  const { call } = useApp();
  const [state, setState] = useState<PushState>('asking');
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Refused>();

  useEffect(() => {
    let here = true;
    void present().then((now) => here && setState(now));
    return () => {
      here = false;
    };
  }, []);

  const set = async (on: boolean) => {
    setBusy(true);
    setWhy(undefined);
    try {
      const registration = await navigator.serviceWorker.ready;
      if (on) {
        const { key } = await call(notifications.pushKey, {});
        const subscription = await registration.pushManager.subscribe({
          userVisibleOnly: true,
          applicationServerKey: key,
        });
        await call(notifications.subscribe, bodyOf(subscription));
      } else {
        await (await registration.pushManager.getSubscription())?.unsubscribe();
        await call(notifications.unsubscribe, {});
      }
    } catch (error) {
      if (Notification.permission !== 'denied') setWhy(refusalOf(error));
    }
    setState(await present());
    setBusy(false);
  };
  return { state, busy, why, set };
}

async function present(): Promise<PushState> {
  if (!('serviceWorker' in navigator) || typeof PushManager !== 'function') return 'impossible';
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration) return 'impossible';
  if (Notification.permission === 'denied') return 'denied';
  return (await registration.pushManager.getSubscription()) ? 'on' : 'off';
}

function bodyOf(subscription: PushSubscription) {
  const part = (name: PushEncryptionKeyName) =>
    new Uint8Array(subscription.getKey(name) ?? new ArrayBuffer(0));
  return { endpoint: subscription.endpoint, p256dh: part('p256dh'), auth: part('auth') };
}
