import { headSeats, leaf, linkFragment, toBase64Url } from '@stoa/protocol';
import {
  deploymentOfCard,
  encodeFence,
  type Fence,
  fenceOfCard,
  noFence,
  operatorTag,
} from '@stoa/protocol/fleet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Card, readCard, sealTitle, signCard } from '../src/admission/card.ts';
import { certify, chainHolds, decodeChain, encodeChain, maxChain } from '../src/admission/certificate.ts';
import { type Entry, readEntry, signEntry } from '../src/admission/entry.ts';
import { openHandover, readSealedHandover, sealHandover } from '../src/admission/handover.ts';
import { type HeadFields, readHead, signHead } from '../src/admission/head.ts';
import { fitsLink, linkProof, makeFragment, readFragment } from '../src/admission/link.ts';
import { openMemberKeys, readSealedKeys, sealMemberKeys } from '../src/admission/member-keys.ts';
import { orderOf, readOrder, signOrder } from '../src/admission/order.ts';
import { padded, unpadded } from '../src/admission/padded-text.ts';
import { decodeProfile, encodeProfile, openProfile, sealProfile } from '../src/admission/profile.ts';
import { makeRequest, readRequest, requestProfile } from '../src/admission/request.ts';
import { hash } from '../src/keys/derive.ts';
import { type Bytes, concat, hex, Reader, u8, u16, u32, u64 } from '../src/keys/layout.ts';
import { Verifier } from '../src/keys/signature.ts';
import { damaged, device, fill, noise, otherRoom, room } from './makers.ts';

const verifier = new Verifier(crypto.subtle);
const runs = { numRuns: 150 };

/** No input makes a reader throw, and what it reads it would write again. */
const survivesNoise = (read: (bytes: Bytes) => { readonly bytes?: Bytes } | unknown) =>
  fc.assert(
    fc.property(noise, (bytes) => {
      expect(() => read(bytes)).not.toThrow();
    }),
    runs,
  );

describe('layouts', () => {
  it('A1 numbers are big-endian, and reading past the end is one refusal', () => {
    const bytes = concat(u8(7), u16(0x0102), u32(0xfffefdfc), u64(2 ** 48 + 5), fill(3, 1));
    const reader = new Reader(bytes);
    expect([reader.u8(), reader.u16(), reader.u32(), reader.u64()]).toEqual([
      7,
      0x0102,
      0xfffefdfc,
      2 ** 48 + 5,
    ]);
    expect(reader.complete()).toBe(false);
    expect(reader.bytes(3)).toEqual(fill(3, 1));
    expect(reader.complete()).toBe(true);
    expect(reader.u32()).toBe(0);
    expect(reader.complete()).toBe(false);
    const huge = new Reader(fill(8, 9).fill(255));
    huge.u64();
    expect(huge.complete()).toBe(false);
  });

  it('A2 padded text comes back, and padding is zeros', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        if (new TextEncoder().encode(text).length > 250) return;
        const bytes = padded(text, 250);
        expect(bytes.length).toBe(252);
        expect(unpadded(bytes)).toBe(text);
        bytes[251] = 1;
        expect(unpadded(bytes)).toBeUndefined();
      }),
      runs,
    );
    expect(() => padded('x'.repeat(11), 10)).toThrow(RangeError);
    expect(unpadded(Uint8Array.of(0, 2, 0xc3, 0x28))).toBeUndefined();
    expect(unpadded(Uint8Array.of(0, 9, 1))).toBeUndefined();
  });
});

const germany: Fence = {
  jurisdictions: { kind: 'only', names: ['DE'] },
  operators: { kind: 'never', names: [operatorTag('example.net')] },
};

describe('link and card', () => {
  const make = async (
    policy: Card['policy'] = 'open',
    links = 1,
    fence: Fence = germany,
    deployment: Bytes | undefined = fill(32, 9),
  ) => {
    const key = await device('room key');
    const devices = await Promise.all(Array.from({ length: links }, (_, i) => device(`steward ${i}`)));
    const chain = [];
    let issuer = key.signer;
    for (const [i, { signer }] of devices.entries()) {
      chain.push(
        await certify(issuer, room, { kind: 'moderator', generation: i, leaf: i, key: signer.publicKey }),
      );
      issuer = signer;
    }
    const roomKey = key.signer.publicKey;
    const secret = policy === 'open' ? undefined : fill(16, 4);
    const card: Card = {
      ...{ roomKey, policy, chain, generation: 3 },
      admissionKey: devices[0]!.pair.publicKey,
      fence,
      deployment,
      titleBytes: sealTitle('Über Öl', roomKey, 3, secret),
    };
    const bytes = await signCard(card, room, issuer);
    const link = readFragment(makeFragment(roomKey, secret))!;
    return { card, bytes, link, chain, roomKey, secret, last: issuer };
  };

  it('A3 a fragment says the hash of the room key and the secret, in one spelling', () => {
    const key = fill(32, 1);
    const open = readFragment(makeFragment(key, undefined))!;
    expect(open.secret).toBeUndefined();
    expect(fitsLink(open, key)).toBe(true);
    expect(fitsLink(open, fill(32, 2))).toBe(false);
    expect(readFragment(makeFragment(key, fill(16, 3)))?.secret).toEqual(fill(16, 3));
    const good = makeFragment(key, undefined).reveal();
    for (const bad of [
      '',
      '.',
      `${good}.`,
      `.${good}`,
      good.slice(1),
      `${good}A`,
      `${good}.${good}.${good}`,
    ]) {
      expect(readFragment(linkFragment(bad))).toBeUndefined();
    }
    expect(readFragment(linkFragment(`${good}.${toBase64Url(fill(15, 1))}`))).toBeUndefined();
  });

  it('A4 a card is read back with its title, and any change to it is refused', async () => {
    for (const policy of ['open', 'link', 'knock'] as const) {
      const { card, bytes, link } = await make(policy, 2);
      const verdict = await readCard(bytes, room, link, verifier);
      expect(verdict).toMatchObject({ is: 'good', title: 'Über Öl', card });
      await fc.assert(
        fc.asyncProperty(damaged(bytes), async (bad) => {
          expect((await readCard(bad, room, link, verifier)).is).not.toBe('good');
        }),
        runs,
      );
    }
  });

  it('A5 a card of another room, without the secret or with another secret is refused', async () => {
    const { bytes, link, roomKey } = await make('link');
    expect((await readCard(bytes, otherRoom, link, verifier)).is).toBe('wrongLink');
    expect((await readCard(bytes, room, { ...link, keyHash: fill(16, 1) }, verifier)).is).toBe('wrongLink');
    expect((await readCard(bytes, room, { ...link, secret: undefined }, verifier)).is).toBe('secretMissing');
    expect((await readCard(bytes, room, { ...link, secret: fill(16, 5) }, verifier)).is).toBe('wrongLink');
    expect(linkProof(fill(16, 4), roomKey)).not.toEqual(linkProof(fill(16, 5), roomKey));
  });

  it('A6 a closed room gives its title to nobody without the secret, and all cards have one size', async () => {
    const closed = await make('link');
    expect(hex(closed.bytes)).not.toContain(hex(new TextEncoder().encode('Über')));
    const longer = await signCard(
      { ...closed.card, titleBytes: sealTitle('T'.repeat(120), closed.roomKey, 3, closed.secret) },
      room,
      closed.last,
    );
    expect(longer.length).toBe(closed.bytes.length);
    const longest = await make('knock', maxChain);
    expect(longest.bytes.length).toBeLessThanOrEqual(2_048);
    expect((await readCard(longest.bytes, room, longest.link, verifier)).is).toBe('good');
  });

  it('A76 a card says the fence and the deployment, where control finds them, in one size', async () => {
    const { bytes, link } = await make();
    expect(fenceOfCard(bytes)).toEqual(germany);
    expect(deploymentOfCard(bytes)).toEqual(fill(32, 9));
    const none = await make('open', 1, noFence, undefined);
    expect(none.bytes.length).toBe(bytes.length);
    expect(await readCard(none.bytes, room, none.link, verifier)).toMatchObject({
      is: 'good',
      card: none.card,
    });
    const wide = new Uint8Array(bytes);
    wide.set(encodeFence(noFence), 68);
    expect(await readCard(wide, room, link, verifier)).toEqual({ is: 'wrongLink' });
  });

  it('A76 a card of another version says so, and nothing more', async () => {
    const { bytes, link } = await make();
    for (const version of [0, 1, 3, 255]) {
      expect(await readCard(bytes.with(0, version), room, link, verifier)).toEqual({ is: 'otherVersion' });
    }
  });

  it('A7 a chain holds from the room key to its end, and nowhere else', async () => {
    const { chain, roomKey, last } = await make('open', 4);
    const end = { leaf: 3, key: last.publicKey };
    expect(decodeChain(encodeChain(chain))).toEqual(chain);
    expect(await chainHolds(verifier, room, roomKey, chain, end)).toBe(true);
    expect(await chainHolds(verifier, otherRoom, roomKey, chain, end)).toBe(false);
    expect(await chainHolds(verifier, room, last.publicKey, chain, end)).toBe(false);
    expect(await chainHolds(verifier, room, roomKey, chain, { ...end, leaf: 2 })).toBe(false);
    expect(await chainHolds(verifier, room, roomKey, [], end)).toBe(false);
    const skipped = [chain[0]!, chain[2]!, chain[3]!];
    expect(await chainHolds(verifier, room, roomKey, skipped, end)).toBe(false);
    const raised = chain.map((each) => ({ ...each, kind: 'heir' as const }));
    expect(await chainHolds(verifier, room, roomKey, raised, end)).toBe(false);
    survivesNoise(decodeChain);
  });
});

describe('requests, profiles and entries', () => {
  it('A10 a name comes back from its seal, one size for all, and only under its key, leaf and owner', () => {
    const key = fill(16, 1);
    const owner = fill(32, 2);
    const sealed = sealProfile(key, 7, owner, { name: 'Zoë 🐌' });
    expect(openProfile(key, 7, owner, sealed)).toEqual({ name: 'Zoë 🐌' });
    expect(sealProfile(key, 7, owner, { name: '🐌'.repeat(64) }).length).toBe(sealed.length);
    expect(openProfile(fill(16, 3), 7, owner, sealed)).toBeUndefined();
    expect(openProfile(key, 8, owner, sealed)).toBeUndefined();
    expect(openProfile(key, 7, fill(32, 3), sealed)).toBeUndefined();
    expect(decodeProfile(encodeProfile({ name: '\u202e' }))).toBeUndefined();
    survivesNoise(decodeProfile);
  });

  it('A11 a request is opened by a steward, has one size, and any change to it is refused', async () => {
    const me = await device('newcomer');
    const steward = await device('steward');
    const fields = {
      generation: 2,
      key: me.signer.publicKey,
      sealKey: me.pair.publicKey,
      tokenHash: fill(32, 1),
      proof: fill(32, 2),
    };
    const bytes = await makeRequest(fields, { name: 'Li' }, room, steward.pair.publicKey, me.signer);
    const long = await makeRequest(fields, { name: 'L'.repeat(64) }, room, steward.pair.publicKey, me.signer);
    expect([bytes.length, long.length]).toEqual([613, 613]);
    const request = (await readRequest(bytes, room, verifier))!;
    expect(request).toMatchObject(fields);
    expect(await requestProfile(request, room, steward.pair)).toEqual({ name: 'Li' });
    expect(await requestProfile(request, room, me.pair)).toBeUndefined();
    expect(await requestProfile({ ...request, key: fill(32, 9) }, room, steward.pair)).toBeUndefined();
    expect(await readRequest(bytes, otherRoom, verifier)).toBeUndefined();
    await fc.assert(
      fc.asyncProperty(damaged(bytes), async (bad) => {
        expect(await readRequest(bad, room, verifier)).toBeUndefined();
      }),
      runs,
    );
  });

  it('A12 an entry is read back as it was signed', async () => {
    const me = await device('steward');
    const entry: Entry = {
      ...{ generation: 1, leaf: 70_000, key: fill(32, 1), sealKey: fill(32, 2), role: 'listener' },
      ...{ sealedProfile: fill(386, 3), prevHash: fill(32, 4), stewardLeaf: 9 },
    };
    const signed = await signEntry(entry, room, me.signer);
    expect(signed.bytes.length).toBe(558);
    expect(readEntry(signed.bytes, room)).toEqual(signed);
    const verify = (read: ReturnType<typeof readEntry>) =>
      read ? verifier.verify(me.signer.publicKey, read.signature, read.signed) : Promise.resolve(false);
    expect(await verify(readEntry(signed.bytes, room))).toBe(true);
    expect(await verify(readEntry(signed.bytes, otherRoom))).toBe(false);
    await fc.assert(
      fc.asyncProperty(damaged(signed.bytes), async (bad) => {
        expect(await verify(readEntry(bad, room))).toBe(false);
      }),
      runs,
    );
    survivesNoise((bytes) => readEntry(bytes, room));
  });
});

describe('heads and orders', () => {
  const seat = (sender: number, of: number, role: 'moderator' | 'speaker' = 'speaker') => ({
    ...{ sender, leaf: of, role, key: fill(32, of), muted: of % 2 === 1 },
  });
  const fields = (seats: number): HeadFields => ({
    ...{ generation: 1, epoch: 40, seq: 1234, time: 1_700_000_000_123, epochTime: 1_700_000_000_000 },
    ...{ epochSalt: fill(16, 1), epochRoot: fill(32, 2), size: 5_000, present: 4_321 },
    ...{ removedHash: fill(32, 3), rosterRoot: fill(32, 4), frozen: true, lastSender: 77 },
    stage: Array.from({ length: seats }, (_, i) => seat(i + 1, i, i === 0 ? 'moderator' : 'speaker')),
    ...{ removedNow: [4_999, 100], prevHash: fill(32, 5), stewardLeaf: 0 },
    chain: [{ kind: 'moderator', generation: 0, leaf: 0, key: fill(32, 0), signature: fill(64, 6) }],
  });

  it('A20 a head is read back as it was signed: 397 B with one person on stage, 2,259 B with fifty', async () => {
    const { signer } = await device('steward');
    for (const [seats, size] of [
      [1, 397],
      [50, 2_259],
    ] as const) {
      const head = await signHead({ ...fields(seats), removedNow: [] }, room, signer);
      expect(head.bytes.length).toBe(size);
      expect(readHead(head.bytes, room)).toEqual(head);
      // What the server takes from it, by its own reading.
      expect(headSeats(head.bytes)).toEqual(head.stage.map(({ sender, leaf }) => ({ sender, leaf })));
    }
    const head = await signHead(fields(3), room, signer);
    expect(readHead(head.bytes, room)).toEqual(head);
    await fc.assert(
      fc.asyncProperty(damaged(head.bytes), async (bad) => {
        const read = readHead(bad, room);
        const good = read && (await verifier.verify(signer.publicKey, read.signature, read.signed));
        expect(good ?? false).toBe(false);
      }),
      runs,
    );
    survivesNoise((bytes) => readHead(bytes, room));
  });

  it('A21 a head with two people on one seat, a stranger as signer or impossible counts is no head', async () => {
    const { signer } = await device('steward');
    const wrong: readonly Partial<HeadFields>[] = [
      { stage: [seat(1, 0, 'moderator'), seat(1, 2)] },
      { stage: [seat(1, 0, 'moderator'), seat(2, 0)] },
      { stage: [seat(1, 0, 'moderator'), { ...seat(2, 3), key: fill(32, 0) }] },
      { stage: [seat(0, 0, 'moderator')] },
      { stage: [seat(1, 0)] },
      { stage: [seat(1, 0, 'moderator'), seat(2, 5_000)] },
      { stewardLeaf: 2 },
      { present: 5_001 },
      { size: 0, present: 0 },
      { epochTime: 1_700_000_000_124 },
      { removedNow: [2] },
      { stage: Array.from({ length: 51 }, (_, i) => seat(i + 1, i, 'moderator')) },
    ];
    for (const each of wrong) {
      const head = await signHead({ ...fields(3), ...each }, room, signer);
      expect(readHead(head.bytes, room)).toBeUndefined();
    }
  });

  it('A22 an order is read back, fits its field, and any change to it is refused', async () => {
    const { signer } = await device('moderator');
    const commands = [
      { do: 'invite', leaf: leaf(3) },
      { do: 'dismissHand', leaf: leaf(3) },
      { do: 'moveToAudience', leaf: leaf(3) },
      { do: 'mute', leaf: leaf(3) },
      { do: 'makeModerator', leaf: leaf(3) },
      { do: 'remove', leaf: leaf(3) },
      { do: 'freezeStage', frozen: true },
      { do: 'freezeStage', frozen: false },
      { do: 'endRoom' },
    ] as const;
    for (const command of commands) {
      const order = {
        ...orderOf(command),
        generation: 1,
        by: 2,
        time: 1_700_000_000_000,
        nonce: fill(16, 1),
      };
      const bytes = await signOrder(order, room, signer);
      expect(bytes.length).toBe(101);
      const read = readOrder(bytes, room)!;
      expect(read).toMatchObject(order);
      expect(await verifier.verify(signer.publicKey, read.signature, read.signed)).toBe(true);
      await fc.assert(
        fc.asyncProperty(damaged(bytes), async (bad) => {
          const changed = readOrder(bad, room);
          const good =
            changed && (await verifier.verify(signer.publicKey, changed.signature, changed.signed));
          expect(good ?? false).toBe(false);
        }),
        { numRuns: 40 },
      );
    }
    expect(() => orderOf({ do: 'raiseHand' })).toThrow(RangeError);
    survivesNoise((bytes) => readOrder(bytes, room));
  });
});

describe('what is sealed to one member', () => {
  const keys = {
    ...{ leaf: 4, generation: 1, epoch: 33, step: 7, time: 1_700_000_000_000, stewardLeaf: 0 },
    secret: fill(32, 1),
    path: Array.from({ length: 21 }, (_, i) => fill(16, i)),
    rosterKeys: [fill(16, 50), fill(16, 51)],
  };

  it('A30 member keys open for that member, from that steward, unchanged', async () => {
    const [me, other, steward] = await Promise.all(['me', 'other', 'steward'].map(device));
    const member = { key: me!.signer.publicKey, sealKey: me!.pair.publicKey };
    const bytes = await sealMemberKeys(keys, room, member, steward!.signer);
    expect(bytes.length).toBe(540);
    const open = (
      from: Bytes,
      { pair = me!.pair, key = member.key, by = steward!.signer.publicKey, at = room } = {},
    ) => {
      const sealed = readSealedKeys(from);
      return sealed ? openMemberKeys(sealed, at, key, pair, by, verifier) : Promise.resolve(undefined);
    };
    expect(await open(bytes)).toEqual(keys);
    expect(await open(bytes, { pair: other!.pair })).toBeUndefined();
    expect(await open(bytes, { key: other!.signer.publicKey })).toBeUndefined();
    expect(await open(bytes, { by: other!.signer.publicKey })).toBeUndefined();
    expect(await open(bytes, { at: otherRoom })).toBeUndefined();
    await fc.assert(
      fc.asyncProperty(damaged(bytes), async (bad) => {
        expect(await open(bad)).toBeUndefined();
      }),
      runs,
    );
    survivesNoise(readSealedKeys);
  });

  it('A31 a handover opens for the new steward only, and the largest fits its message', async () => {
    const [me, other, steward] = await Promise.all(['me', 'other', 'steward'].map(device));
    const member = { key: me!.signer.publicKey, sealKey: me!.pair.publicKey };
    const chain = Array.from({ length: maxChain }, (_, i) => ({
      ...{ kind: 'moderator' as const, generation: 1, leaf: i, key: fill(32, i), signature: fill(64, i) },
    }));
    const handover = {
      ...{ master: fill(32, 8), chain },
      knowers: Array.from({ length: 128 }, (_, i) => i),
      invites: Array.from({ length: 16 }, (_, i) => fill(101, i)),
    };
    const at = { generation: 1, stewardLeaf: 0 };
    const bytes = await sealHandover(handover, at, room, member, steward!.signer);
    expect(bytes.length).toBeLessThanOrEqual(4_096);
    const open = (from: Bytes, pair = me!.pair, by = steward!.signer.publicKey) => {
      const sealed = readSealedHandover(from);
      return sealed ? openHandover(sealed, room, member.key, pair, by, verifier) : Promise.resolve(undefined);
    };
    expect(await open(bytes)).toEqual(handover);
    expect(await open(bytes, other!.pair)).toBeUndefined();
    expect(await open(bytes, me!.pair, other!.signer.publicKey)).toBeUndefined();
    await fc.assert(
      fc.asyncProperty(damaged(bytes), async (bad) => {
        expect(await open(bad)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
    survivesNoise(readSealedHandover);
    expect(hash(handover.master)).toHaveLength(32);
  });
});
