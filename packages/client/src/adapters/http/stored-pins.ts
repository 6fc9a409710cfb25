import { signedDirectorySchema } from '@stoa/protocol/fleet';
import { memoryPins, type PinStore } from '../../fence/places-port.ts';

const keyOf = (server: string): string => `stoa.places ${server}`;

/** In this browser's storage; where that is shut, for as long as the page. */
export function storedPins(storage: () => Storage = () => localStorage): PinStore {
  const own = memoryPins();
  return {
    load: (server) => {
      try {
        const text = storage().getItem(keyOf(server));
        const read: unknown = text === null ? undefined : JSON.parse(text);
        const { key, directory } = (read ?? {}) as { key?: unknown; directory?: unknown };
        const signed = signedDirectorySchema.safeParse(directory);
        return typeof key === 'string' && signed.success ? { key, directory: signed.data } : own.load(server);
      } catch {
        return own.load(server);
      }
    },
    save: (server, pin) => {
      own.save(server, pin);
      try {
        storage().setItem(keyOf(server), JSON.stringify(pin));
      } catch {
        // A private window, or storage that is full.
      }
    },
  };
}
