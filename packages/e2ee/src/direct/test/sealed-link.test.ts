import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, own } from '../../keys/layout.ts';
import { openingPair } from '../../keys/sealing.ts';
import { signingKey, Verifier } from '../../keys/signature.ts';
import { accountCode } from '../account-code.ts';
import type { OwnDevice } from '../direct-message.ts';
import { longestSealedLink, openLink, sealedLinkBytes, sealLink } from '../sealed-link.ts';

const { subtle } = globalThis.crypto;
const bytes = (length: number, fill: number): Bytes => own(new Uint8Array(length).fill(fill));
const verifier = new Verifier(subtle);
const link = 'https://stoa.example/r/AAAAAAAAAAAAAAAAAAAAAA#BBBBBBBBBBBBBBBBBBBBBB.CCCCCCCCCCCCCCCCCCCCCC';

async function device(account: number, number: number): Promise<OwnDevice> {
  const signer = await signingKey(subtle, bytes(32, number));
  const pair = await openingPair(bytes(32, number + 100));
  return {
    ...{ id: bytes(16, number), account: bytes(16, account), signer, pair },
    ...{ signKey: signer.publicKey, sealKey: pair.publicKey },
  };
}

let ada: OwnDevice;
let bo: OwnDevice;
let eve: OwnDevice;
beforeAll(async () => {
  [ada, bo, eve] = await Promise.all([device(1, 11), device(2, 21), device(3, 31)]);
});

describe('sealed links', () => {
  it('L1 opens on the device it was sealed to, says whose it is, and has one size', async () => {
    const sealed = await sealLink(ada, bo, link);
    expect(sealed).toHaveLength(sealedLinkBytes);
    expect(await sealLink(ada, bo, 'x')).toHaveLength(sealedLinkBytes);
    const opened = await openLink(bo, sealed);
    expect(opened).toMatchObject({ link, fromAccount: ada.account, fromDevice: ada.id });
    expect(await opened!.isBy(ada.signKey, verifier)).toBe(true);
    expect(await opened!.isBy(eve.signKey, verifier)).toBe(false);
  });

  it('L1 no other device opens it, and no changed byte goes unseen', async () => {
    const sealed = await sealLink(ada, bo, link);
    expect(await openLink(eve, sealed)).toBeUndefined();
    for (let at = 0; at < sealed.length; at += 7) {
      const changed = own(sealed);
      changed[at]! ^= 1 << (at & 7);
      expect(await openLink(bo, changed), `byte ${at}`).toBeUndefined();
    }
    expect(await openLink(bo, sealed.slice(0, 40))).toBeUndefined();
  });

  it('L2 a link that is too long is refused', async () => {
    await expect(sealLink(ada, bo, 'x'.repeat(longestSealedLink + 1))).rejects.toThrow(RangeError);
  });
});

describe('the code of two accounts', () => {
  it('D8 is the same at both ends, whatever the order, and another one with any other key', () => {
    const one = { account: ada.account, devices: [ada, eve] };
    const two = { account: bo.account, devices: [bo] };
    const code = accountCode(one, two);
    expect(code).toMatch(/^(\d{5} ){5}\d{5}$/);
    expect(accountCode(two, { ...one, devices: [eve, ada] })).toBe(code);
    expect(accountCode({ ...one, devices: [ada] }, two)).not.toBe(code);
    expect(accountCode(one, { ...two, devices: [eve] })).not.toBe(code);
  });
});
