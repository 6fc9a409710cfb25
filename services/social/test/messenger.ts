import { generateKeyPairSync, sign } from 'node:crypto';
import { fromBase64Url } from '@stoa/protocol';
import {
  type AccountId,
  accounts,
  type DeviceId,
  deviceProofBytes,
  messageId,
  messageLimits,
  messages,
} from '@stoa/protocol/social';
import { newId } from '../src/store/ids.ts';
import { type Caller, type Person, randomly } from './town.ts';

/** Publishes keys for the session of this caller. */
export async function addDevice(caller: Caller, account: AccountId, label = 'Test'): Promise<DeviceId> {
  const signing = generateKeyPairSync('ed25519');
  const raw = (key: typeof signing.publicKey) =>
    new Uint8Array(fromBase64Url(key.export({ format: 'jwk' }).x ?? '')!);
  const x25519 = raw(generateKeyPairSync('x25519').publicKey as typeof signing.publicKey);
  const proof = new Uint8Array(sign(null, deviceProofBytes(account, x25519), signing.privateKey));
  const body = { ed25519: raw(signing.publicKey), x25519, proof, label };
  return (await caller.call(accounts.deviceSet, body)).id;
}

/** What stands for a sealed message: the server cannot tell. */
export const sealed = (): Uint8Array<ArrayBuffer> => new Uint8Array(randomly(messageLimits.envelopeBytes[0]));

export const newMessage = () => messageId(newId('message', randomly).reveal());

/** One envelope for each of these devices. */
export const toDevices = (devices: readonly DeviceId[]) =>
  devices.map((device) => ({ device, envelope: sealed() }));

export const write = (from: Person, to: Person, devices: readonly DeviceId[]) =>
  from.try(messages.send, { to: to.id, message: newMessage(), envelopes: toDevices(devices) });

/** What waits for this person's device, and stays. */
export const waitingFor = async (person: Caller) => (await person.call(messages.fetch, {})).waiting;
