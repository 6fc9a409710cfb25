import type { DeviceKeys } from '@stoa/client/direct';
import { answered, transact } from './database.ts';

/** Where the keys of this device lie, by account. */
export type KeyShelf = {
  get(account: string): Promise<DeviceKeys | undefined>;
  /** Keeps `keys` unless there are some: what is kept then. One step, whatever other tabs do meanwhile. */
  keep(account: string, keys: DeviceKeys): Promise<DeviceKeys>;
  remove(account: string): Promise<void>;
};

type Row = { readonly account: string; readonly keys: DeviceKeys };

export const browserShelf: KeyShelf = {
  get: (account) =>
    transact(['devices'], 'readonly', async (store) => {
      const row: Row | undefined = await answered(store('devices').get(account));
      return row?.keys;
    }),
  keep: (account, keys) =>
    transact(['devices'], 'readwrite', async (store) => {
      const row: Row | undefined = await answered(store('devices').get(account));
      if (row) return row.keys;
      await answered(store('devices').put({ account, keys } satisfies Row));
      return keys;
    }),
  remove: (account) =>
    transact(
      ['devices'],
      'readwrite',
      async (store) => void (await answered(store('devices').delete(account))),
    ),
};
