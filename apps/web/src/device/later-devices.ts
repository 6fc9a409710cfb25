import type { Devices } from './own-device.ts';

/** Loaded when somebody is signed in: whoever listens by a link does not wait for what seals messages. */
export function laterDevices(
  load: () => Promise<Devices> = async () => (await import('./browser-devices.ts')).browserDevices(),
): Devices {
  let loading: Promise<Devices> | undefined;
  const loaded = () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return {
    start: (account, session) =>
      void loaded().then(
        (devices) => devices.start(account, session),
        () => undefined,
      ),
    own: async (account) => (await loaded()).own(account),
    forget: async (account) => (await loaded()).forget(account),
  };
}
