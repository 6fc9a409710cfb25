/** What this browser keeps of its accounts: device keys, and conversations. Nothing of it is anywhere else. */
const NAME = 'stoa';
const VERSION = 2;

type Shape = {
  readonly keyPath: string | string[];
  readonly indexes?: { readonly [name: string]: string[] };
};
export type StoreName = 'devices' | 'conversations' | 'messages';

const stores: { readonly [Name in StoreName]: Shape } = {
  devices: { keyPath: 'account' },
  conversations: { keyPath: ['account', 'other'] },
  messages: {
    keyPath: ['account', 'message'],
    indexes: { inOrder: ['account', 'other', 'at'], byState: ['account', 'state'] },
  },
};

let opening: Promise<IDBDatabase> | undefined;

/** Rejects where the browser keeps nothing: some private windows, blocked site data. */
export function openDatabase(): Promise<IDBDatabase> {
  opening ??= opened().catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    for (const [name, { keyPath, indexes = {} }] of Object.entries(stores)) {
      if (request.result.objectStoreNames.contains(name)) continue;
      const store = request.result.createObjectStore(name, { keyPath });
      for (const [index, path] of Object.entries(indexes)) store.createIndex(index, path);
    }
  };
  const database = await answered(request);
  // A newer page in another tab may change the shape: this one opens anew when it needs it.
  const gone = () => {
    database.close();
    opening = undefined;
  };
  database.onversionchange = gone;
  database.onclose = gone;
  return database;
}

export const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves when it is on disk. What `work` asks for must be asked in one go: a transaction does not wait for others. */
export async function transact<T>(
  names: readonly StoreName[],
  mode: IDBTransactionMode,
  work: (store: (name: StoreName) => IDBObjectStore) => Promise<T>,
): Promise<T> {
  const database = await openDatabase();
  const transaction = database.transaction(names, mode);
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('The browser broke it off.'));
  });
  // Somebody waits for it below, but not yet.
  done.catch(() => undefined);
  const result = await work((name) => transaction.objectStore(name));
  await done;
  return result;
}
