import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, own } from '../../keys/layout.ts';
import { openingPair } from '../../keys/sealing.ts';
import { signingKey, Verifier } from '../../keys/signature.ts';
import { checkDirectEvidence, encodeDirectEvidence } from '../direct-evidence.ts';
import { isFrom, type OwnDevice, openDirect, sealDirect } from '../direct-message.ts';
import { longestDirectBody, longestEnvelope, readEnvelope } from '../envelope.ts';

const { subtle } = globalThis.crypto;
const bytes = (length: number, fill: number): Bytes => own(new Uint8Array(length).fill(fill));
const verifier = new Verifier(subtle);

async function device(account: number, number: number): Promise<OwnDevice> {
  const signer = await signingKey(subtle, bytes(32, number));
  const pair = await openingPair(bytes(32, number + 100));
  return {
    ...{ id: bytes(16, number), account: bytes(16, account), signer, pair },
    ...{ signKey: signer.publicKey, sealKey: pair.publicKey },
  };
}

let ada: OwnDevice;
let adaPhone: OwnDevice;
let bob: OwnDevice;
let eve: OwnDevice;
beforeAll(async () => {
  [ada, adaPhone, bob, eve] = await Promise.all([device(1, 11), device(1, 12), device(2, 21), device(3, 31)]);
});

const message = (body: Bytes) => ({ id: bytes(16, 77), time: 1_700_000_000_000, body });
const sealOne = async (to: OwnDevice, body = own(new TextEncoder().encode('hello'))) =>
  (await sealDirect(ada, bob.account, [to], message(body)))[0]!.envelope;

describe('direct messages', () => {
  it('D1, D5 opens on each device it was sealed to, with one id', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: longestDirectBody }), async (body) => {
        const sealed = await sealDirect(ada, bob.account, [bob, adaPhone], message(own(body)));
        for (const [at, me] of [bob, adaPhone].entries()) {
          const opened = await openDirect(me, readEnvelope(sealed[at]!.envelope)!);
          expect(opened).toMatchObject({ ...message(own(body)), fromAccount: ada.account });
          expect(await isFrom(opened!, ada, [ada.account, bob.account], verifier)).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('D2 no other device opens it, and no changed byte goes unseen', async () => {
    const sealed = await sealOne(bob);
    expect(await openDirect(eve, readEnvelope(sealed)!)).toBeUndefined();
    const readdressed = own(sealed);
    readdressed.set(eve.id, 33);
    expect(await openDirect(eve, readEnvelope(readdressed)!)).toBeUndefined();
    for (let at = 0; at < sealed.length; at += 3) {
      const changed = own(sealed);
      changed[at]! ^= 1 << (at & 7);
      const envelope = readEnvelope(changed);
      expect(envelope && (await openDirect(bob, envelope)), `byte ${at}`).toBeUndefined();
    }
  });

  it('D2 bytes of any shape are refused without a fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (any) => {
        const envelope = readEnvelope(any);
        expect(envelope && (await openDirect(bob, envelope))).toBeUndefined();
      }),
    );
  });

  it('D3 another sender, another device and another conversation are refused', async () => {
    const opened = (await openDirect(bob, readEnvelope(await sealOne(bob))!))!;
    const pair = [bob.account, ada.account] as const;
    expect(await isFrom(opened, ada, pair, verifier)).toBe(true);
    expect(await isFrom(opened, adaPhone, pair, verifier)).toBe(false);
    expect(await isFrom(opened, eve, pair, verifier)).toBe(false);
    expect(await isFrom(opened, ada, [bob.account, eve.account], verifier)).toBe(false);
    const claimed = await sealDirect(
      { ...eve, account: ada.account },
      bob.account,
      [bob],
      message(bytes(3, 1)),
    );
    const forged = (await openDirect(bob, readEnvelope(claimed[0]!.envelope)!))!;
    expect(await isFrom(forged, ada, pair, verifier)).toBe(false);
    expect(await isFrom({ ...forged, fromDevice: ada.id }, ada, pair, verifier)).toBe(false);
  });

  it('D4 one size a class; what is too long is refused', async () => {
    const size = async (length: number) => (await sealOne(bob, bytes(length, 1))).length;
    expect(await size(0)).toBe(await size(150));
    expect(await size(151)).toBe(await size(918));
    expect(await size(longestDirectBody)).toBe(longestEnvelope);
    await expect(size(longestDirectBody + 1)).rejects.toThrow(RangeError);
  });

  it('D6 the signed part proves its author by itself', async () => {
    const opened = (await openDirect(bob, readEnvelope(await sealOne(bob))!))!;
    const pair = [ada.account, bob.account] as const;
    expect(await isFrom({ ...opened, body: bytes(5, 9) }, ada, pair, verifier)).toBe(false);
    expect(await isFrom({ ...opened, time: 5 }, ada, pair, verifier)).toBe(false);
    expect(await isFrom({ ...opened, id: bytes(16, 1) }, ada, pair, verifier)).toBe(false);
  });

  it('D9 evidence shows what somebody wrote, and no byte of it can be changed', async () => {
    const opened = (await openDirect(bob, readEnvelope(await sealOne(bob))!))!;
    const one = { ...opened, signKey: ada.signKey };
    const evidence = encodeDirectEvidence({
      fromAccount: ada.account,
      toAccount: bob.account,
      messages: [one, { ...one }],
    });
    const checked = await checkDirectEvidence(evidence, verifier);
    expect(checked?.fromAccount).toEqual(ada.account);
    expect(checked?.messages.map(({ body }) => new TextDecoder().decode(body))).toEqual(['hello', 'hello']);
    for (let at = 0; at < evidence.length; at += 3) {
      const changed = own(evidence);
      changed[at]! ^= 1 << (at & 7);
      expect(await checkDirectEvidence(changed, verifier), `byte ${at}`).toBeUndefined();
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (any) => {
        const spoiled = own(new Uint8Array([1, 3, ...any]));
        expect(await checkDirectEvidence(spoiled, verifier)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
});
