import { createKeySession } from '@stoa/e2ee';
import { accountBindingStatement, roomHash } from '@stoa/e2ee/binding';
import { joinToken, Opaque, roomHandle, toBase64Url } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { type AccountBinder, getTicket } from './ticket.ts';
import { people } from './view.ts';

const room = roomHandle('AAECAwQFBgcICQoLDA0ODw');
const clock = { now: () => 1_700_000_000_000, after: () => () => {} };
const calls = {
  newRoom: async () => ({ ok: true, token: joinToken('t'), room }) as const,
  join: async () => ({ ok: false, why: 'busy' }) as const,
};
const account = new Uint8Array(16).fill(7);

async function opened(binder: AccountBinder | undefined) {
  const keys = await createKeySession({ random: (n) => crypto.getRandomValues(new Uint8Array(n)) });
  const entry = { how: 'open', name: 'Ada', title: 'Tea', policy: 'open', account: binder } as const;
  const ticket = await getTicket(entry, keys, calls, clock, 1);
  if ('type' in ticket) throw new Error(ticket.type);
  // The first turn shows who is in.
  const effects = await keys.tick(clock.now());
  const roster = effects.flatMap((effect) => (effect.type === 'roster' ? [effect.roster] : [])).at(-1);
  return [...people(roster).values()][0];
}

async function phone(): Promise<{ device: Uint8Array; binder: AccountBinder }> {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const device = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const binder: AccountBinder = async (key, hash) => {
    expect(hash).toEqual(roomHash(room));
    const statement = accountBindingStatement(hash, key, account);
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, statement));
    return { account, device, signature };
  };
  return { device, binder };
}

test('whoever comes in with an account is shown with it, and the id redacts itself', async () => {
  const { device, binder } = await phone();
  const person = await opened(binder);
  expect(person?.name).toBe('Ada');
  expect(person?.account?.id.equals(new Opaque('account', toBase64Url(account)))).toBe(true);
  expect(person?.account?.device).toEqual(device);
  expect(JSON.stringify(person?.account?.id)).not.toContain(toBase64Url(account));
});

test('a device that does not sign, or signs something else, brings its person in without an account', async () => {
  const { device, binder } = await phone();
  const binders: (AccountBinder | undefined)[] = [
    undefined,
    async () => undefined,
    () => Promise.reject(new Error('no key')),
    async () => ({ account, device, signature: new Uint8Array(64) }),
    async () => ({ account: account.slice(1), device, signature: new Uint8Array(64) }),
    async (key) =>
      binder(
        key.map((byte) => byte ^ 1),
        roomHash(room),
      ),
  ];
  for (const each of binders) {
    const person = await opened(each);
    expect(person?.name).toBe('Ada');
    expect(person?.account).toBeUndefined();
  }
});
