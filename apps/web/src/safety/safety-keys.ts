import { fromBase64Url, toBase64Url } from '@stoa/protocol';

/** One key of the safety team: its number on the server, and its private half (32 bytes). */
export type SafetyKey = { readonly number: number; readonly secret: Uint8Array };

/** Where an operator's browser keeps the team's private keys. */
export type KeyRing = {
  all(): Promise<readonly SafetyKey[]>;
  add(key: SafetyKey): Promise<void>;
};

/** As a person saves it and passes it on. */
export const keyText = ({ number, secret }: SafetyKey): string =>
  `stoa-safety-key:${number}:${toBase64Url(secret)}`;

/** Undefined for what is no such key; spaces and lines around it do not matter. */
export function readKeyText(text: string): SafetyKey | undefined {
  const found = /stoa-safety-key:(\d{1,9}):([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/.exec(text);
  const secret = fromBase64Url(found?.[2] ?? '');
  return found && secret?.length === 32 ? { number: Number(found[1]), secret } : undefined;
}

const store = 'keys';

/** In this browser's own database. */
export function browserKeyRing(): KeyRing {
  return {
    async all() {
      const db = await open();
      const keys = await asked(db.transaction(store).objectStore(store).getAll());
      db.close();
      return keys as SafetyKey[];
    },
    async add(key) {
      const db = await open();
      const transaction = db.transaction(store, 'readwrite');
      await asked(transaction.objectStore(store).put(key));
      db.close();
    },
  };
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('stoa-safety', 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(store, { keyPath: 'number' });
  return asked(request);
}

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
