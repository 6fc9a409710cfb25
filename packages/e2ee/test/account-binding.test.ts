import { leaf as leafOf } from '@stoa/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindingHolds, encodeBinding, readBinding } from '../src/admission/binding.ts';
import { readEntry, signEntry } from '../src/admission/entry.ts';
import { encodeProfile, openProfile, sealProfile } from '../src/admission/profile.ts';
import { type AccountBinding, accountBindingStatement } from '../src/binding/index.ts';
import { hex, same } from '../src/keys/layout.ts';
import { type SigningKey, signingKey, Verifier } from '../src/keys/signature.ts';
import { damaged, device, fill, otherRoom, room as roomBytes } from './makers.ts';
import { MiniRoom, type Person, seededRandom } from './mini-room.ts';

const account = fill(16, 1);
const verifier = new Verifier(crypto.subtle);

async function bind(
  signer: SigningKey,
  participant: Uint8Array,
  { room = roomBytes, to = account } = {},
): Promise<AccountBinding> {
  const signature = await signer.sign(accountBindingStatement(room, participant, to));
  return { account: to, device: signer.publicKey, signature };
}

const shown = (who: Person, leaf: number) => {
  const { stage = [], audience = [] } = who.roster ?? {};
  return [...stage, ...audience].find((each) => each.leaf === leaf);
};

describe('whose account somebody is', () => {
  it('A72 a binding serves one participant key in one room for one account, and any change ends it', async () => {
    const { signer } = await device('phone');
    const key = fill(32, 5);
    const binding = await bind(signer, key);
    expect(readBinding(encodeBinding(binding))).toEqual(binding);
    expect(await bindingHolds(binding, roomBytes, key, verifier)).toBe(true);
    expect(await bindingHolds(binding, otherRoom, key, verifier)).toBe(false);
    expect(await bindingHolds(binding, roomBytes, fill(32, 6), verifier)).toBe(false);
    await fc.assert(
      fc.asyncProperty(damaged(encodeBinding(binding)), async (bytes) => {
        const read = readBinding(bytes);
        expect(read ? await bindingHolds(read, roomBytes, key, verifier) : false).toBe(false);
      }),
      { numRuns: 100 },
    );
    expect(readBinding(encodeBinding(undefined))).toBeUndefined();
    expect(() => encodeBinding({ ...binding, account: fill(15, 1) })).toThrow(RangeError);
  });

  it('A73 a profile has one size with an account and without', async () => {
    const { signer } = await device('phone');
    const owner = fill(32, 2);
    const binding = await bind(signer, owner);
    expect(encodeProfile({ name: 'Ada', binding }).length).toBe(370);
    expect(encodeProfile({ name: '' }).length).toBe(370);
    const sealed = sealProfile(fill(16, 1), 7, owner, { name: 'Ada', binding });
    expect(sealed.length).toBe(386);
    expect(openProfile(fill(16, 1), 7, owner, sealed)).toEqual({ name: 'Ada', binding });
  });

  it('A74 members see whose account it is, and the server none of it', async () => {
    const { signer } = await device('phone');
    const it = new MiniRoom();
    it.bind = async (name, key) => (name === 'Guest' ? undefined : bind(signer, key));
    const requests: string[] = [];
    const ada = await it.open('Ada');
    const asked = await it.prepare('Ben');
    requests.push(hex(asked.request), ...it.log.map(hex));
    it.put(asked.person, asked.request);
    await it.settle();
    const guest = await it.join('Guest');
    await it.pass(5_000, 500);
    requests.push(...it.log.map(hex), hex(it.head.bytes), hex(it.card));
    const bound = { id: account, device: signer.publicKey };
    for (const person of [ada, asked.person, guest]) {
      expect(shown(person, 0)).toMatchObject({ name: 'Ada', account: bound });
      expect(shown(person, 1)).toMatchObject({ name: 'Ben', account: bound });
      expect(shown(person, 2)).toMatchObject({ name: 'Guest', account: undefined });
      expect(person.alarms).toEqual([]);
    }
    expect(requests).toHaveLength(1 + 1 + 3 + 2);
    for (const bytes of requests) {
      expect(bytes).not.toContain(hex(account));
      expect(bytes).not.toContain(hex(signer.publicKey));
    }
  });

  it('A74 a binding that was forged, or moved from another room or participant, is as none', async () => {
    const { signer } = await device('phone');
    const stranger = (await device('stranger')).signer;
    const forgeries: ((key: Uint8Array) => Promise<AccountBinding>)[] = [
      (key) => bind(signer, key, { room: otherRoom }),
      () => bind(signer, fill(32, 9)),
      async (key) => ({ ...(await bind(stranger, key)), device: signer.publicKey }),
      async (key) => ({ ...(await bind(signer, key)), account: fill(16, 2) }),
      async (key) => ({ ...(await bind(signer, key)), signature: fill(64, 2) }),
      async () => ({ account, device: fill(32, 255), signature: fill(64, 2) }),
    ];
    const it = new MiniRoom();
    const ada = await it.open('Ada');
    for (const [i, forged] of forgeries.entries()) {
      it.bind = async (_, key) => forged(key);
      await it.join(`Mallory ${i}`);
    }
    await it.pass(5_000, 500);
    for (const i of forgeries.keys()) {
      const member = shown(ada, i + 1);
      expect(member?.name).toBe(`Mallory ${i}`);
      expect(member?.account).toBeUndefined();
    }
  });

  it('A75 a steward that leaves out or exchanges a binding lets that newcomer in nowhere', async () => {
    const { signer } = await device('phone');
    const stranger = (await device('stranger')).signer;
    const random = seededRandom('seed 0');
    const drawn = [32, 32, 32, 32, 16].map((length) => new Uint8Array(random(length)));
    const adaKey = await signingKey(crypto.subtle, seededRandom('seed 0')(32));
    for (const other of ['the same', 'none', 'another'] as const) {
      const it = new MiniRoom();
      await it.open('Ada');
      it.bind = async (_, key) => bind(signer, key);
      const ben = await it.prepare('Ben');
      it.tamper = (to, message) => {
        if (to !== ben.person || message.t !== 'admitted') return message;
        return { ...message, entry: replaced };
      };
      const { key } = ben.person.session;
      const binding = other === 'none' ? undefined : await bind(other === 'another' ? stranger : signer, key);
      const real = { generation: 0, leaf: 1, key: new Uint8Array(key), role: 'listener' as const };
      const sealedProfile = sealProfile(drawn[4]!, 1, real.key, { name: 'Ben', binding });
      const first = readEntry(it.log[0]!, roomBytes)!;
      // The X25519 key stands in the request in clear.
      const sealKey = ben.request.slice(35, 67);
      const { bytes: replaced } = await signEntry(
        { ...real, sealKey, sealedProfile, prevHash: first.hash, stewardLeaf: 0 },
        roomBytes,
        adaKey,
      );
      it.put(ben.person, ben.request);
      await it.settle();
      await it.pass(1_000);
      expect(same(readEntry(it.log[1]!, roomBytes)!.sealKey, sealKey)).toBe(true);
      if (other === 'the same') {
        expect(ben.person.roster?.me).toEqual(leafOf(1));
        continue;
      }
      expect(ben.person.alarms).toContain('forgedKeys');
      expect(ben.person.roster).toBeUndefined();
    }
  });
});
