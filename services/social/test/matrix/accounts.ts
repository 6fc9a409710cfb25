import { generateKeyPairSync, sign } from 'node:crypto';
import { type AccountId, accounts, deviceProofBytes } from '@stoa/protocol/social';
import sharp from 'sharp';
import { newRecoveryCode } from '../../src/accounts/recovery-code.ts';
import { newId } from '../../src/store/ids.ts';
import { SoftAuthenticator } from '../authenticator.ts';
import { randomly } from '../town.ts';
import { row } from './row.ts';

const label = 'Firefox on Linux';
const photo = new Uint8Array(
  await sharp({ create: { width: 8, height: 8, channels: 3, background: '#c04020' } })
    .png()
    .toBuffer(),
);
const authenticator = new SoftAuthenticator(() => 'http://localhost');
const strange = { challenge: Buffer.from(randomly(32)).toString('base64url') };
/** Right in form, of a ceremony that nobody began here. */
const registration = () =>
  authenticator.create({
    ...strange,
    rp: { id: 'localhost', name: 'Stoa' },
    user: { id: 'AAAA', name: 'a', displayName: 'A' },
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  } as never);
registration();
const assertion = () => authenticator.get({ ...strange, rpId: 'localhost' } as never);
const code = () => newRecoveryCode(randomly).shown;
let count = 0;
const fresh = () => `newcomer${count++}`;

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
/** Keys of the owner's account, shown by somebody else. */
const foreignKeys = (account: AccountId) => ({
  ed25519: raw,
  x25519: new Uint8Array(32),
  proof: new Uint8Array(sign(null, deviceProofBytes(account, new Uint8Array(32)), privateKey)),
  label,
});

export const accountsRows = [
  row(accounts.signUpBegin, 'ok', () => ({ handle: fresh(), name: 'New' })),
  row(
    accounts.signUpBegin,
    'taken',
    ({ owner }) => ({ handle: owner.handle, name: 'New' }),
    undefined,
    'taken',
  ),
  row(accounts.signUpFinish, 'malformed', () => ({
    handle: fresh(),
    name: 'New',
    registration: registration(),
    label,
  })),
  row(accounts.signInBegin, 'ok', () => ({})),
  row(accounts.signInFinish, 'signedOut', () => ({ assertion: assertion(), label })),
  row(accounts.confirmBegin, 'ok', () => ({})),
  row(accounts.confirmFinish, 'signedOut', () => ({ assertion: assertion() })),
  row(accounts.signOut, 'ok', () => ({})),
  row(accounts.me, 'ok', () => ({})),
  row(accounts.profileSet, 'ok', () => ({ bio: 'Here.' })),
  row(
    accounts.profileSet,
    'taken',
    ({ owner }) => ({ handle: owner.handle }),
    undefined,
    "somebody's handle",
  ),
  row(accounts.photoSet, 'ok', () => photo),
  row(accounts.photoRemove, 'ok', () => ({})),
  row(accounts.passkeyList, 'ok', () => ({})),
  row(accounts.passkeyAddBegin, 'ok', () => ({})),
  row(accounts.passkeyAddFinish, 'malformed', () => ({ registration: registration(), label })),
  row(
    accounts.passkeyRename,
    'notFound',
    ({ passkey }) => ({ id: passkey, label }),
    () => ({ id: newId('passkey', randomly), label }),
    "somebody else's",
  ),
  row(
    accounts.passkeyRemove,
    'notFound',
    ({ passkey }) => ({ id: passkey }),
    () => ({ id: newId('passkey', randomly) }),
    "somebody else's",
  ),
  row(accounts.sessionList, 'ok', () => ({})),
  row(
    accounts.sessionEnd,
    'notFound',
    ({ owner }) => ({ id: owner.session }),
    () => ({ id: newId('session', randomly) }),
    "somebody else's",
  ),
  row(accounts.sessionEndOthers, 'ok', () => ({})),
  row(accounts.recoveryMake, 'ok', () => ({})),
  row(
    accounts.recoveryBegin,
    'notFound',
    () => ({ code: code() }),
    () => ({ code: code() }),
  ),
  row(
    accounts.recoveryFinish,
    'notFound',
    () => ({ code: code(), registration: registration(), label }),
    () => ({ code: code(), registration: registration(), label }),
  ),
  row(accounts.recoveryCancel, 'notFound', () => ({})),
  row(
    accounts.deviceSet,
    'malformed',
    ({ owner }) => foreignKeys(owner.id),
    undefined,
    "somebody else's proof",
  ),
  row(
    accounts.devicesOf,
    'ok ok notFound ok ok ok ok',
    ({ owner }) => ({ account: owner.id }),
    () => ({ account: newId('account', randomly) }),
  ),
  row(accounts.tokenList, 'ok', () => ({})),
  row(accounts.tokenMake, 'ok', () => ({ label, scopes: ['roomsRead' as const] })),
  row(
    accounts.tokenRemove,
    'notFound',
    ({ token }) => ({ id: token }),
    () => ({ id: newId('apiToken', randomly) }),
    "somebody else's",
  ),
];
