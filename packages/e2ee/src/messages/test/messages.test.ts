import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, own } from '../../keys/layout.ts';
import { type SigningKey, signingKey, Verifier } from '../../keys/signature.ts';
import { advanced } from '../../keys/step-chain.ts';
import { longestBody, longestNamelessBody, readSealed } from '../message-format.ts';
import { MessageInbox, waitingMost, waitMs } from '../message-inbox.ts';
import { keepKeysMs, MessageKeys, messageKey, namelessMs } from '../message-keys.ts';
import { isBy, openMessage, sealNameless, sealSigned } from '../seal-message.ts';

const { subtle } = globalThis.crypto;
const room = own(new Uint8Array(32).fill(7));
const otherRoom = own(new Uint8Array(32).fill(8));
const chain = { epoch: 3, step: 5, secret: own(new Uint8Array(32).fill(1)) };
const key = messageKey(chain);
const text = (words: string): Bytes => own(new TextEncoder().encode(words));
const random = (bytes: number) => globalThis.crypto.getRandomValues(new Uint8Array(bytes));

let ada: SigningKey;
let bob: SigningKey;
beforeAll(async () => {
  ada = await signingKey(subtle, new Uint8Array(32).fill(11));
  bob = await signingKey(subtle, new Uint8Array(32).fill(12));
});

const sealBy = (signer: SigningKey, leaf: number, counter: number, body = text('hello'), by = key) =>
  sealSigned(room, by, { leaf, counter, time: 1_000, body }, signer, random(12));

const keysAt = (now = 0): MessageKeys => {
  const keys = new MessageKeys();
  keys.follow(chain, chain.step, now);
  return keys;
};
const inboxOf = (keys: MessageKeys, roster: Record<number, SigningKey>) =>
  new MessageInbox(room, keys, { authorKey: (leaf) => roster[leaf]?.publicKey }, new Verifier(subtle));

describe('one message', () => {
  it('M1 opens to the body, the author, the counter and the time that were sealed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: longestBody }),
        fc.nat({ max: 0xffff_ffff }),
        fc.nat({ max: 2 ** 48 }),
        async (body, counter, time) => {
          const written = { leaf: 4, counter, time, body: own(body) };
          const sealed = readSealed(await sealSigned(room, key, written, ada, random(12)));
          const opened = sealed && openMessage(room, key, sealed);
          expect(opened).toMatchObject({ kind: 'signed', message: written });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('M2, M6 any changed byte, another key, room, step or epoch opens nothing', async () => {
    const bytes = await sealBy(ada, 4, 1);
    for (let at = 0; at < bytes.length; at++) {
      const changed = own(bytes);
      changed[at]! ^= 1 << (at & 7);
      const sealed = readSealed(changed);
      expect(sealed && openMessage(room, key, sealed), `byte ${at}`).toBeUndefined();
    }
    const sealed = readSealed(bytes)!;
    expect(openMessage(otherRoom, key, sealed)).toBeUndefined();
    expect(openMessage(room, messageKey(advanced(chain, 6)), sealed)).toBeUndefined();
    expect(openMessage(room, messageKey({ ...chain, epoch: 4 }), sealed)).toBeUndefined();
    const otherSecret = messageKey({ ...chain, secret: own(new Uint8Array(32).fill(2)) });
    expect(openMessage(room, otherSecret, sealed)).toBeUndefined();
  });

  it('M3 bodies of one class have one size; one that is too long is refused', async () => {
    const size = async (length: number) => (await sealBy(ada, 4, 1, new Uint8Array(length))).length;
    expect(await size(1)).toBe(await size(178));
    expect(await size(179)).toBe(await size(434));
    await expect(size(longestBody)).resolves.toBeGreaterThan(longestBody);
    await expect(size(longestBody + 1)).rejects.toThrow(RangeError);
    expect(() => sealNameless(room, key, new Uint8Array(longestNamelessBody + 1), random(12))).toThrow(
      RangeError,
    );
  });

  it('M2 bytes of any shape are refused without a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => {
        const sealed = readSealed(bytes);
        expect(sealed && openMessage(room, key, sealed)).toBeUndefined();
      }),
    );
  });

  it('M10 the signed part alone proves the author to somebody without the keys', async () => {
    const sealed = readSealed(await sealBy(ada, 4, 9, text('you are out')))!;
    const opened = openMessage(room, key, sealed);
    if (opened?.kind !== 'signed') throw new Error('not opened');
    const verifier = new Verifier(subtle);
    const { message } = opened;
    expect(await isBy(room, message, ada.publicKey, verifier)).toBe(true);
    expect(await isBy(room, message, bob.publicKey, verifier)).toBe(false);
    expect(await isBy(otherRoom, message, ada.publicKey, verifier)).toBe(false);
    expect(await isBy(room, { ...message, body: text('I am out') }, ada.publicKey, verifier)).toBe(false);
    expect(await isBy(room, { ...message, leaf: 5 }, ada.publicKey, verifier)).toBe(false);
    expect(await isBy(room, { ...message, time: 1 }, ada.publicKey, verifier)).toBe(false);
  });
});

describe('keys of messages', () => {
  it('M7 a key is there for its step, one step ahead, and 120 s after; then it is gone', () => {
    const keys = keysAt(0);
    expect(keys.opening(3, 5)).toBeDefined();
    expect(keys.opening(3, 6)).toBeDefined();
    expect(keys.opening(3, 4)).toBeUndefined();
    keys.follow(advanced(chain, 6), 6, 10_000);
    expect(keys.opening(3, 5)).toBeDefined();
    expect(keys.sealing()?.step).toBe(6);
    keys.follow(advanced(chain, 17), 17, keepKeysMs + 1);
    expect(keys.opening(3, 5)).toBeUndefined();
    expect(keys.opening(3, 17)).toBeDefined();
  });

  it('M7 a device that slept derives the steps between', () => {
    const keys = keysAt(0);
    keys.follow(chain, 9, 40_000);
    for (const step of [6, 7, 8, 9, 10]) expect(keys.opening(3, step), `step ${step}`).toBeDefined();
    keys.follow(chain, 500, 5_000_000);
    expect(keys.opening(3, 9)).toBeUndefined();
    expect(keys.opening(3, 500)?.key).toEqual(messageKey(advanced(chain, 500)).key);
  });

  it('M7 a new epoch seals at once, and the one before still opens', () => {
    const keys = keysAt(0);
    const next = { epoch: 4, step: 0, secret: own(new Uint8Array(32).fill(5)) };
    keys.follow(next, 0, 1_000);
    keys.follow(chain, 5, 1_000);
    expect(keys.sealing()?.epoch).toBe(4);
    expect(keys.opening(3, 5)).toBeDefined();
    keys.close();
    expect(keys.opening(3, 5)).toBeUndefined();
  });
});

describe('what comes in', () => {
  it('M4 a signature of another key, and an author other than the server says, are forged', async () => {
    const inbox = inboxOf(keysAt(), { 4: ada, 5: bob });
    expect(await inbox.receive(await sealBy(bob, 4, 1), 4, 0)).toEqual([{ kind: 'forged' }]);
    expect(await inbox.receive(await sealBy(ada, 4, 1), 5, 0)).toEqual([{ kind: 'forged' }]);
    expect(await inbox.receive(await sealBy(ada, 4, 1), 4, 0)).toMatchObject([{ kind: 'signed' }]);
  });

  it('M5 a message is shown once, and an older one after a newer one never', async () => {
    const inbox = inboxOf(keysAt(), { 4: ada, 5: bob });
    const first = await sealBy(ada, 4, 1);
    const second = await sealBy(ada, 4, 2);
    expect(await inbox.receive(second, 4, 0)).toMatchObject([{ kind: 'signed' }]);
    expect(await inbox.receive(second, 4, 0)).toEqual([{ kind: 'forged' }]);
    expect(await inbox.receive(first, 4, 0)).toEqual([{ kind: 'forged' }]);
    expect(await inbox.receive(await sealBy(bob, 5, 1), 5, 0)).toMatchObject([{ kind: 'signed' }]);
  });

  it('M8 of one author nothing overtakes what waits', async () => {
    const keys = keysAt(0);
    const roster: Record<number, SigningKey> = { 5: bob };
    const inbox = inboxOf(keys, roster);
    const next = messageKey({ epoch: 4, step: 0, secret: own(new Uint8Array(32).fill(5)) });
    expect(await inbox.receive(await sealBy(bob, 5, 1, text('one'), next), 5, 0)).toEqual([]);
    expect(await inbox.receive(await sealBy(bob, 5, 2, text('two')), 5, 0)).toEqual([]);
    keys.follow({ epoch: 4, step: 0, secret: own(new Uint8Array(32).fill(5)) }, 0, 10);
    expect(await inbox.retry(10)).toMatchObject([
      { message: { body: text('one') } },
      { message: { body: text('two') } },
    ]);
  });

  it('M8 waits for keys and for the entry of its author, then gives up', async () => {
    const keys = keysAt(0);
    const roster: Record<number, SigningKey> = {};
    const inbox = inboxOf(keys, roster);
    const next = { epoch: 4, step: 0, secret: own(new Uint8Array(32).fill(5)) };
    expect(await inbox.receive(await sealBy(ada, 4, 1, text('a'), messageKey(next)), 4, 0)).toEqual([]);
    expect(await inbox.retry(1_000)).toEqual([]);
    keys.follow(next, 0, 2_000);
    expect(await inbox.retry(2_000)).toEqual([]);
    expect([...inbox.wanted]).toEqual([4]);
    roster[4] = ada;
    expect(await inbox.retry(3_000)).toMatchObject([{ kind: 'signed', message: { body: text('a') } }]);
    expect(inbox.wanted.size).toBe(0);
    expect(await inbox.receive(await sealBy(bob, 9, 1, text('b'), messageKey(next)), 9, 4_000)).toEqual([]);
    roster[9] = bob;
    expect(await inbox.retry(4_000 + waitMs)).toEqual([]);
  });

  it('M8 keeps at most so many, the newest', async () => {
    const roster: Record<number, SigningKey> = {};
    const inbox = inboxOf(keysAt(), roster);
    for (let counter = 0; counter < waitingMost + 3; counter++)
      await inbox.receive(await sealBy(ada, 4, counter), 4, 0);
    roster[4] = ada;
    const shown = await inbox.retry(1);
    expect(shown).toHaveLength(waitingMost);
    expect(shown[0]).toMatchObject({ message: { counter: 3 } });
  });

  it('M9 a nameless message opens, carries no author, and is forged when a byte is changed', async () => {
    const inbox = inboxOf(keysAt(), {});
    const sealed = sealNameless(room, key, text('❤'), random(12));
    expect(await inbox.receive(sealed, 0, 0)).toEqual([{ kind: 'nameless', body: text('❤') }]);
    sealed[sealed.length - 1]! ^= 1;
    expect(await inbox.receive(sealed, 0, 0)).toEqual([{ kind: 'forged' }]);
  });

  it('M13 nothing nameless opens 5 s after its epoch was replaced, though its keys are kept', async () => {
    const keys = keysAt();
    const inbox = inboxOf(keys, { 4: ada });
    const sealed = sealNameless(room, key, text('❤'), random(12));
    keys.follow({ epoch: 4, step: 0, secret: own(new Uint8Array(32).fill(5)) }, 0, 1_000);
    expect(await inbox.receive(sealed, 0, 1_000 + namelessMs - 1)).toHaveLength(1);
    expect(await inbox.receive(sealed, 0, 1_000 + namelessMs)).toEqual([]);
    expect(await inbox.receive(await sealBy(ada, 4, 1), 4, 1_000 + namelessMs)).toHaveLength(1);
  });
});
