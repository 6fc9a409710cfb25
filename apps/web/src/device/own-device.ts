import {
  type DeviceKeys,
  keyedDevice,
  makeDeviceKeys,
  NoDeviceKeys,
  type OwnDevice as SealingDevice,
} from '@stoa/client/direct';
import {
  type AccountId,
  accounts,
  type DeviceId,
  deviceProofBytes,
  type SessionId,
} from '@stoa/protocol/social';
import { type Call, CallRefused } from '../api/call.ts';
import { bytesOf } from './id-bytes.ts';
import type { KeyShelf } from './key-shelf.ts';
import { NoDevice } from './no-device.ts';

/** This browser as a device of the account, published under `id`. The private halves cannot be read by any script. */
export type OwnDevice = {
  readonly id: DeviceId;
  readonly account: AccountId;
  readonly ed25519: Uint8Array<ArrayBuffer>;
  readonly x25519: Uint8Array<ArrayBuffer>;
  /** Ed25519, 64 bytes. What is signed must begin with what it is. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** As messages are sealed by it, and opened. */
  readonly sealing: SealingDevice;
};

export type Devices = {
  /** Whoever is signed in: makes the keys once, publishes them for this session. Nothing happens when that is done. */
  start(account: AccountId, session: SessionId | undefined): void;
  /** Rejects with `NoDevice`, and tries again when it is asked again. */
  own(account: AccountId): Promise<OwnDevice>;
  /** At sign-out: the keys go, and what was sealed to them stays sealed. */
  forget(account: AccountId): Promise<void>;
};

export type DevicePorts = {
  readonly shelf: KeyShelf;
  readonly call: Call;
  readonly subtle: SubtleCrypto | undefined;
  readonly label: () => string;
};

export function createDevices(ports: DevicePorts): Devices {
  let current: { readonly account: string; session: string; readonly device: Promise<OwnDevice> } | undefined;

  const begin = (account: AccountId, session: string): Promise<OwnDevice> => {
    const device = publish(ports, account);
    const mine = { account: account.reveal(), session, device };
    current = mine;
    device.catch(() => {
      if (current === mine) current = undefined;
    });
    return device;
  };

  return {
    start(account, session) {
      const name = session?.reveal() ?? '';
      if (current?.account === account.reveal()) {
        if (current.session === '' || current.session === name) {
          current.session = name;
          return;
        }
      }
      // Whoever needs the device asks for it, and hears of it then.
      begin(account, name).catch(() => undefined);
    },
    own: (account) =>
      current?.account === account.reveal() ? current.device : begin(account, current?.session ?? ''),
    async forget(account) {
      current = undefined;
      await ports.shelf.remove(account.reveal()).catch(() => undefined);
    },
  };
}

async function publish({ shelf, call, subtle, label }: DevicePorts, account: AccountId): Promise<OwnDevice> {
  const keys = await keysOf(shelf, subtle, account.reveal());
  // Without WebCrypto there were no keys.
  const keyed = await keyedDevice(keys, subtle!);
  const { signKey: ed25519, sealKey: x25519, signer } = keyed;
  const proof = await signer.sign(deviceProofBytes(account, x25519));
  const { id } = await call(accounts.deviceSet, { ed25519, x25519, proof, label: label() }).catch(
    (error: unknown) => {
      throw new NoDevice(error instanceof CallRefused ? error.why : 'unexpected');
    },
  );
  const sealing = { ...keyed, id: bytesOf(id), account: bytesOf(account) };
  return { id, account, ed25519, x25519, sign: (bytes) => signer.sign(bytes), sealing };
}

async function keysOf(
  shelf: KeyShelf,
  subtle: SubtleCrypto | undefined,
  account: string,
): Promise<DeviceKeys> {
  try {
    return (await shelf.get(account)) ?? (await shelf.keep(account, await makeDeviceKeys(subtle)));
  } catch (error) {
    throw new NoDevice(error instanceof NoDeviceKeys ? 'unsupported' : 'unkept');
  }
}
