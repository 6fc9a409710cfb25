import { leaf } from '@stoa/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCard } from '../src/admission/card.ts';
import { decodeChain, encodeChain, isStrict } from '../src/admission/certificate.ts';
import { readFragment, roomHash } from '../src/admission/link.ts';
import { createFrameOpener, createFrameSealer, FIRST_CTR, type SealingKey } from '../src/frame/index.ts';
import { signingKey, Verifier } from '../src/keys/signature.ts';
import { MiniRoom, type Person } from './mini-room.ts';

const subtle = crypto.subtle;

/** Devices of attackers are not bound to what a key was imported for. */
beforeEach(() => {
  const importKey = subtle.importKey.bind(subtle) as (...args: unknown[]) => Promise<CryptoKey>;
  vi.spyOn(subtle, 'importKey').mockImplementation(((...args: unknown[]) => {
    if (args[2] === 'AES-GCM') args[4] = ['encrypt', 'decrypt'];
    return importKey(...args);
  }) as typeof subtle.importKey);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const openerOf = (person: Person, now: () => number) =>
  createFrameOpener(person.session.frames, { subtle, now, delay: async () => {} });

/** Seals with all that a listener has of a speaker's keys, and signs with a key of its own. */
async function forgedBy(listener: Person, speaker: Person, firstCtr: number) {
  const { kid } = speaker.session.frames.sealing()!;
  const opening = listener.session.frames.opening(kid);
  if (typeof opening === 'string') throw new Error(opening);
  const { key, salt, context, strict } = opening;
  const { sign } = await signingKey(subtle, new Uint8Array(32).fill(5));
  const sealing: SealingKey = { kid, key, salt, context, strict, sign };
  return createFrameSealer({ sealing: () => sealing, opening: () => 'refused' }, { subtle, firstCtr });
}

async function injected(strict: boolean) {
  const room = new MiniRoom(`strict ${strict}`);
  const ada = await room.open('Ada', 'link', 'A room', strict);
  const ben = await room.join('Ben');
  const eve = await room.join('Eve');
  await room.pass(1_500);
  let millis = 0;
  const opener = openerOf(ben, () => {
    millis += 20;
    return millis;
  });
  // Ada speaks for a second, then the relay holds her back and sends Eve's frames in her name.
  const ours = createFrameSealer(ada.session.frames, { subtle });
  for (let i = 0; i < 50; i++) {
    const payload = (await ours.seal(new Uint8Array(60).fill(i), 2))!;
    expect(typeof (await opener.open(payload))).toBe('object');
    for (let turn = 0; i % 25 === 24 && turn < 5; turn++) await new Promise((next) => setImmediate(next));
  }
  const theirs = await forgedBy(eve, ada, FIRST_CTR + 50);
  let heard = 0;
  for (let i = 0; i < 500; i++) {
    const payload = (await theirs.seal(new Uint8Array(60).fill(7), 3))!;
    if (typeof (await opener.open(payload)) === 'object') heard++;
  }
  return { room, ada, ben, eve, opener, heard };
}

describe('strict rooms', () => {
  it('A70 a listener and the relay together are heard for nothing in the name of a speaker', async () => {
    const { opener, heard } = await injected(true);
    expect(heard).toBe(0);
    expect(opener.counts()).toMatchObject({ opened: 50, forged: 500 });
  });

  it('A70 in an ordinary room they are heard for two seconds at most, and the voice falls silent', async () => {
    const { opener, heard } = await injected(false);
    expect(heard).toBeGreaterThan(0);
    expect(heard).toBeLessThanOrEqual(100);
    expect(opener.voices()).toMatchObject([{ verified: 'failed' }]);
  });

  it('A71 the room key says whether a room is strict, and everybody in it knows', async () => {
    for (const strict of [true, false]) {
      const room = new MiniRoom(`card ${strict}`);
      const ada = await room.open('Ada', 'link', 'A room', strict);
      const link = readFragment(room.fragment)!;
      const verdict = await readCard(room.card, roomHash(room.handle), link, new Verifier(subtle));
      expect(verdict.is === 'good' && isStrict(verdict.card.chain)).toBe(strict);
      expect(ada.roster!.strict).toBe(strict);
      const ben = await room.join('Ben');
      await room.pass(1_500);
      expect(ben.roster!.strict).toBe(strict);
      expect(ada.session.frames.sealing()!.strict).toBe(strict);
    }
  });

  it('A71 nobody can call a strict room ordinary: the word is signed by the room key, and stands first', async () => {
    const room = new MiniRoom();
    await room.open('Ada', 'open', 'A room', true);
    const link = readFragment(room.fragment)!;
    const verdict = await readCard(room.card, roomHash(room.handle), link, new Verifier(subtle));
    if (verdict.is !== 'good') throw new Error(verdict.is);
    const { chain } = verdict.card;
    const at = room.card.findIndex(
      (_, i) => i > 32 && Buffer.compare(room.card.subarray(i + 7, i + 39), chain[0]!.key) === 0,
    );
    expect(room.card[at]).toBe(3);
    const relabelled = new Uint8Array(room.card);
    relabelled[at] = 1;
    expect((await readCard(relabelled, roomHash(room.handle), link, new Verifier(subtle))).is).toBe(
      'wrongLink',
    );
    const [first] = chain;
    expect(decodeChain(encodeChain([first!, first!]))).toBeUndefined();
  });

  it('A71 it stays strict when another generation begins, for newcomers too', async () => {
    const room = new MiniRoom();
    const ada = await room.open('Ada', 'open', 'A room', true);
    const ben = await room.join('Ben');
    const cleo = await room.join('Cleo');
    await room.bringOnStage(ada, ben);
    await room.command(ada, { do: 'makeModerator', leaf: leaf(ben.leaf!) });
    await room.pass(8_000);
    await room.command(ben, { do: 'remove', leaf: leaf(ada.leaf!) });
    await room.pass(8_000);
    expect(room.head.generation).toBe(1);
    const dan = await room.join('Dan');
    await room.pass(3_000);
    for (const person of [ben, cleo, dan]) expect(person.roster!.strict).toBe(true);
    const opener = openerOf(dan, () => room.now);
    const payload = await createFrameSealer(ben.session.frames, { subtle }).seal(new Uint8Array(9), 1);
    expect(payload!.length).toBe(215);
    expect(await opener.open(payload!)).toMatchObject({ leaf: ben.leaf });
    expect(opener.voices()).toMatchObject([{ verified: 'verified' }]);
  });
});
