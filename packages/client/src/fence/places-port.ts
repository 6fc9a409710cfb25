import type { DirectoryAnswer, SignedDirectory } from '@stoa/protocol/fleet';

/** What is known of a deployment's places needs this of the world. */
export type PlacesPort = {
  /** Origin of the deployment. */
  readonly server: string;
  /** GET /api/directory; undefined when it cannot be had just now, or is no directory at all. */
  fetch(): Promise<DirectoryAnswer | undefined>;
  /** Ed25519. */
  verify(key: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean>;
  readonly pins: PinStore;
  /** Milliseconds since 1970. */
  unix(): number;
  /** Round trip of a STUN binding request, ms; undefined when nothing came back in time. */
  probe(address: string, port: number): Promise<number | undefined>;
  /** Runs it once after so many milliseconds. */
  after(ms: number, run: () => void): () => void;
};

/** What this device keeps of a deployment that it has been to. */
export type Pin = {
  /** The deployment's key, base64url: that of the first directory that was seen here. */
  readonly key: string;
  /** The newest directory under it. */
  readonly directory: SignedDirectory;
};
export type PinStore = { load(server: string): Pin | undefined; save(server: string, pin: Pin): void };

/** For as long as the process. */
export function memoryPins(): PinStore {
  const pins = new Map<string, Pin>();
  return { load: (server) => pins.get(server), save: (server, pin) => void pins.set(server, pin) };
}

/** Where nobody was told how to ask: nothing is known, so a fence permits nothing. */
export const noPlaces = (after: PlacesPort['after']): PlacesPort => ({
  server: 'http://nowhere.invalid',
  fetch: async () => undefined,
  verify: async () => false,
  pins: memoryPins(),
  unix: () => 0,
  probe: async () => undefined,
  after,
});
