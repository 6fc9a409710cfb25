import { joinToken, leaf, linkFragment, MerkleLog, type RoomCommand } from '@stoa/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certify } from '../src/admission/certificate.ts';
import { readEntry, signEntry } from '../src/admission/entry.ts';
import { sealHandover } from '../src/admission/handover.ts';
import { readHead, signHead } from '../src/admission/head.ts';
import type { KeyMessage } from '../src/index.ts';
import { signingKey } from '../src/keys/signature.ts';
import { hears } from './frames.ts';
import { damaged, room as roomBytes } from './makers.ts';
import { MiniRoom, type Person, seededRandom } from './mini-room.ts';

const at = (person: Person) => leaf(person.leaf!);
type HeadMessage = Extract<KeyMessage, { t: 'head' }>;

async function pair() {
  const room = new MiniRoom();
  const ada = await room.open('Ada');
  const ben = await room.join('Ben');
  await room.pass(1_500);
  return { room, ada, ben };
}

/** Heads that the room accepted while `during` ran, as `to` would get them; `to` itself gets none. */
async function withheld(room: MiniRoom, to: Person, during: () => Promise<void>): Promise<HeadMessage[]> {
  const heads: HeadMessage[] = [];
  room.tamper = (person, message) => {
    if (person !== to || message.t !== 'head') return message;
    heads.push(message);
    return undefined;
  };
  await during();
  room.tamper = undefined;
  return heads;
}

describe('a server that lies', () => {
  it('A40 a head with any bit changed is refused and told', async () => {
    const { room, ben } = await pair();
    const [next] = await withheld(room, ben, () => room.pass(20_000, 1_000));
    const before = ben.roster;
    await fc.assert(
      fc.asyncProperty(damaged(new Uint8Array(next!.head.bytes)), async (bytes) => {
        const effects = await room.deliver(ben, { ...next!, head: { ...next!.head, bytes } });
        expect(effects).toContainEqual({ type: 'alarm', alarm: 'forgedKeys' });
      }),
      { numRuns: 40 },
    );
    expect(ben.roster).toEqual(before);
    ben.alarms.length = 0;
    await room.deliver(ben, next!);
    expect(ben.alarms).toEqual([]);
  });

  it('A41 a head by a stranger, a listener or a removed moderator is refused', async () => {
    const { room, ada, ben } = await pair();
    const cleo = await room.join('Cleo');
    await room.bringOnStage(ada, ben);
    await room.command(ada, { do: 'makeModerator', leaf: at(ben) });
    await room.pass(500);
    room.chooseActing(ben);
    const last = readHead(room.head.bytes, roomBytes)!;
    const stranger = await signingKey(crypto.subtle, new Uint8Array(32).fill(7));
    const fields = { ...last, seq: last.seq + 1, prevHash: last.hash };
    const self = { sender: 9, leaf: 2, key: stranger.publicKey, role: 'moderator' as const, muted: false };
    for (const forged of [
      await signHead(fields, roomBytes, stranger),
      await signHead({ ...fields, stewardLeaf: 2, stage: [...last.stage, self] }, roomBytes, stranger),
    ]) {
      const head = { ...room.head, seq: forged.seq, bytes: forged.bytes };
      await room.deliver(cleo, { t: 'head', head, wraps: [], removed: [], stageEntries: [] });
      expect(cleo.alarms.splice(0)).toEqual(['forgedKeys']);
    }
    // Ben signs one more head; Cleo hears first that he was removed.
    const late = await withheld(room, cleo, () => room.pass(20_000, 1_000));
    const byBen = late.find(({ head }) => readHead(head.bytes, roomBytes)?.stewardLeaf === 1)!;
    expect(byBen).toBeDefined();
    for (const each of late) await room.deliver(cleo, each);
    room.chooseActing(ada);
    await room.command(ada, { do: 'remove', leaf: at(ben) });
    await room.pass(1_500);
    expect(cleo.alarms).toEqual([]);
    const now = readHead(room.head.bytes, roomBytes)!;
    // Ben still has his key and the certificate that Ada once gave him: neither the next head nor one after a gap.
    const benKey = await signingKey(crypto.subtle, seededRandom('seed 1')(32));
    expect(benKey.publicKey).toEqual(ben.session.key);
    const chain = readHead(byBen.head.bytes, roomBytes)!.chain;
    const seat = { sender: 200, leaf: 1, key: benKey.publicKey, role: 'moderator' as const, muted: false };
    for (const seq of [now.seq + 1, now.seq + 5]) {
      const base = {
        ...now,
        seq,
        prevHash: now.hash,
        stewardLeaf: 1,
        stage: [...now.stage, seat],
        removedNow: [],
      };
      for (const more of [0, 1]) {
        const turn = { generation: now.generation + more, epoch: now.epoch + more };
        const forged = await signHead({ ...base, ...turn, chain }, roomBytes, benKey);
        const head = { ...room.head, seq, bytes: forged.bytes };
        await room.deliver(cleo, { t: 'head', head, wraps: [], removed: [], stageEntries: [] });
        expect(cleo.alarms.splice(0)).toEqual(['forgedKeys']);
      }
    }
  });

  it('A56 a head or keys with a time far ahead are refused, whoever signed them', async () => {
    const { room, ben } = await pair();
    const last = readHead(room.head.bytes, roomBytes)!;
    const adaKey = await signingKey(crypto.subtle, seededRandom('seed 0')(32));
    const day = 86_400_000;
    const base = { ...last, seq: last.seq + 1, prevHash: last.hash };
    const turn = { epoch: last.epoch + 1, epochRoot: last.rosterRoot };
    const far = 2 ** 53 - 1;
    for (const fields of [
      { ...base, time: far },
      { ...base, time: last.epochTime + day + 1 },
      { ...base, ...turn, time: far, epochTime: far },
      { ...base, ...turn, time: last.time + day + 1, epochTime: last.time + day + 1 },
    ]) {
      const { seq, bytes } = await signHead(fields, roomBytes, adaKey);
      const head = { ...room.head, seq, bytes };
      await room.deliver(ben, { t: 'head', head, wraps: [], removed: [], stageEntries: [] });
      expect(ben.alarms.splice(0)).toEqual(['forgedKeys']);
    }
    await room.pass(20_000, 1_000);
    expect(ben.alarms).toEqual([]);
    // Whoever is let in finds keys that do not belong to the head's time.
    const now = readHead(room.head.bytes, roomBytes)!;
    for (const [time, comesIn] of [[now.time, true] as const, [now.time - 2 * day, false] as const]) {
      const { bytes } = await signHead({ ...now, time, epochTime: time }, roomBytes, adaKey);
      room.tamper = (_, message) =>
        message.t === 'admitted' ? { ...message, head: { ...message.head, bytes } } : message;
      const guest = await room.ask('Guest');
      await room.settle();
      expect(guest.leaf).toBeDefined();
      expect(guest.roster !== undefined).toBe(comesIn);
      expect(guest.alarms.includes('forgedKeys')).toBe(!comesIn);
    }
  });

  it('A42 an old head moves nothing, and when no new one comes everybody is told', async () => {
    const { room, ada, ben } = await pair();
    const old = room.headFor(ben);
    await room.pass(25_000, 1_000);
    const roster = ben.roster;
    await room.deliver(ben, old);
    expect(ben.roster).toEqual(roster);
    room.tamper = (person, message) => (person === ben && message.t === 'head' ? old : message);
    await room.pass(65_000, 1_000);
    expect(ben.alarms).toEqual([]);
    await room.pass(30_000, 1_000);
    expect(ben.alarms).toEqual(['hostMissing']);
    await room.pass(90_000, 1_000);
    expect(ben.alarms).toEqual(['hostMissing', 'sendingStopped']);
    room.tamper = undefined;
    await room.pass(20_000, 1_000);
    expect(ben.alarms).toEqual(['hostMissing', 'sendingStopped', 'hostBack']);
    expect(await hears(ben, ada)).toBe(true);
  });

  it('A43 a speaker stops sending when no steward shows itself', async () => {
    const { room, ada, ben } = await pair();
    await room.bringOnStage(ada, ben);
    room.mute.add(ada);
    await room.pass(179_000, 1_000);
    expect(ben.session.frames.sealing()).toBeDefined();
    await room.pass(3_000, 1_000);
    expect(ben.session.frames.sealing()).toBeUndefined();
    room.mute.delete(ada);
    await room.pass(3_000, 1_000);
    expect(await hears(ada, ben)).toBe(true);
  });

  it('A44 two histories are seen by whoever is shown both', async () => {
    const { room, ada, ben } = await pair();
    // Ada's head is lost on its way, so she signs another one with the same number.
    const signed: HeadMessage[] = [];
    room.mute.add(ada);
    for (let i = 0; i < 100 && signed.length < 2; i++) {
      room.now += 500;
      for (const effect of await ada.session.tick(room.now)) {
        if (effect.type !== 'send' || effect.message.t !== 'head') continue;
        signed.push({ ...effect.message, wraps: [], removed: [], stageEntries: [] } as HeadMessage);
      }
    }
    expect(signed.map(({ head }) => head.seq)).toEqual([room.head.seq + 1, room.head.seq + 1]);
    await room.deliver(ben, signed[0]!);
    expect(ben.alarms).toEqual([]);
    await room.deliver(ben, signed[1]!);
    expect(ben.alarms).toEqual(['forkedRoster']);
  });

  it('A45 a wrap that was changed, or comes from another epoch, opens nothing and is told', async () => {
    const { room, ada, ben } = await pair();
    const cleo = await room.join('Cleo');
    await room.pass(1_500);
    const first = await withheld(room, ben, () => room.command(ada, { do: 'remove', leaf: at(cleo) }));
    await room.pass(1_000);
    const turn = first.find(({ wraps }) => wraps.length > 0)!;
    const [wrap] = turn.wraps;
    const box = wrap!.box.slice();
    box[5] = box[5]! ^ 1;
    await room.deliver(ben, { ...turn, wraps: [{ ...wrap!, box }] });
    expect(ben.alarms.splice(0)).toEqual(['forgedKeys']);
    await room.pass(1_500);
    expect(await hears(ben, ada)).not.toBe(true);
    // The right wrap, late, puts it right.
    await room.deliver(ben, { ...room.headFor(ben), wraps: turn.wraps });
    await room.pass(1_500);
    expect(await hears(ben, ada)).toBe(true);
  });

  it('A46 a newcomer believes nothing unless entry, keys and head all check', async () => {
    const room = new MiniRoom();
    await room.open('Ada');
    let first: Extract<KeyMessage, { t: 'admitted' }> | undefined;
    room.tamper = (_, message) => {
      if (message.t !== 'admitted' || !message.wrap) return message;
      first ??= message;
      return undefined;
    };
    const ben = await room.ask('Ben');
    await room.pass(500);
    const cleo = await room.ask('Cleo');
    let second: typeof first;
    room.tamper = (_, message) => {
      if (message.t !== 'admitted' || !message.wrap) return message;
      second ??= message;
      return undefined;
    };
    await room.pass(500);
    const right = first!;
    const others = second!;
    const flip = (bytes: Uint8Array) => {
      const out = new Uint8Array(bytes);
      out[40] = out[40]! ^ 1;
      return out;
    };
    const bad: Extract<KeyMessage, { t: 'admitted' }>[] = [
      others,
      { ...right, leaf: leaf(2) },
      { ...right, wrap: others.wrap! },
      { ...right, entry: others.entry },
      { ...right, entry: flip(right.entry) },
      { ...right, wrap: flip(right.wrap!) },
      { ...right, head: { ...right.head, bytes: flip(right.head.bytes) } },
    ];
    for (const each of bad) {
      const effects = await room.deliver(ben, each);
      expect(effects).toEqual([{ type: 'alarm', alarm: 'forgedKeys' }]);
    }
    void cleo;
    const effects = await room.deliver(ben, right);
    expect(effects.some(({ type }) => type === 'roster')).toBe(true);
  });

  it('A47 nobody gets into the log without a signature: a hidden listener is refused', async () => {
    const { room, ada, ben } = await pair();
    const real = readEntry(room.log[1]!, roomBytes)!;
    const stranger = await signingKey(crypto.subtle, new Uint8Array(32).fill(9));
    const hidden = await signEntry(
      { ...real, leaf: 2, key: stranger.publicKey, prevHash: real.hash },
      roomBytes,
      stranger,
    );
    await room.deliver(ada, { t: 'entries', from: 2, entries: [hidden.bytes], removed: [] });
    expect(ada.alarms).toEqual(['forgedKeys']);
    await room.pass(2_000);
    expect(ada.roster?.present).toBe(2);
    expect(readHead(room.head.bytes, roomBytes)?.size).toBe(2);
    // Nor is a page believed that shows one, in anybody's place and with the proofs of the real one.
    const cleo = await room.join('Cleo');
    await room.pass(3_000);
    expect(cleo.alarms).toEqual([]);
    const first = readEntry(room.log[0]!, roomBytes)!;
    const swapped = await signEntry(
      { ...real, key: stranger.publicKey, prevHash: first.hash },
      roomBytes,
      stranger,
    );
    const tree = new MerkleLog();
    for (const entry of room.log) tree.append(entry);
    await room.deliver(cleo, {
      t: 'page',
      ...{ id: 0, headSeq: room.head.seq, from: 0, gone: [] },
      entries: [room.log[0]!, swapped.bytes],
      paths: [new Uint8Array(tree.path(0, 3)), new Uint8Array(tree.path(1, 3))],
    });
    expect(cleo.alarms).toEqual(['forgedKeys']);
    await room.deliver(ben, {
      t: 'page',
      ...{ id: 0, headSeq: room.head.seq, from: 0, gone: [] },
      entries: [room.log[0]!, hidden.bytes],
      paths: [new Uint8Array(32), new Uint8Array(32)],
    });
    expect(ben.alarms).toEqual(['forgedKeys']);
    expect(ben.roster?.audience.map(({ name }) => name)).toEqual(['Ben', 'Cleo']);
  });

  it('A48 a leaf that was given to two people is seen by the one who is not in the log', async () => {
    const { room, ada } = await pair();
    const cleo = await room.join('Cleo');
    // The server takes Cleo's admission back from the steward and puts somebody else there.
    await room.deliver(ada, { t: 'entries', from: 2, entries: [], removed: [] });
    room.log.splice(2);
    room.rebuild();
    const dan = await room.ask('Dan');
    await room.pass(4_000);
    expect(dan.leaf).toBe(cleo.leaf);
    expect(cleo.alarms).toContain('forkedRoster');
    expect(dan.alarms).toEqual([]);
  });

  it('A58 a server that does not answer for the own place in the log is told, one that lost an answer is not', async () => {
    for (const [lost, alarms] of [[1, []] as const, [1_000, ['forgedKeys']] as const]) {
      const { room } = await pair();
      let left: number = lost;
      room.tamper = (to, message) =>
        to.name === 'Cleo' && message.t === 'page' && left-- > 0 ? undefined : message;
      const cleo = await room.join('Cleo');
      await room.pass(25_000, 1_000);
      expect(cleo.alarms).toEqual([]);
      await room.pass(60_000, 1_000);
      expect(cleo.alarms).toEqual(alarms);
      await room.pass(60_000, 1_000);
      expect(cleo.alarms).toEqual(alarms);
    }
    // A device that is cut off hears no heads either: that is no page held back.
    const { room } = await pair();
    room.tamper = (to, message) => (to.name === 'Cleo' && message.t !== 'admitted' ? undefined : message);
    const cleo = await room.join('Cleo');
    await room.pass(85_000, 1_000);
    expect(cleo.alarms).toEqual([]);
  });

  it('A49 orders that were forged, replayed, too late or not a moderator’s are not obeyed', async () => {
    const { room, ada, ben } = await pair();
    const cleo = await room.join('Cleo');
    await room.bringOnStage(ada, ben);
    await room.bringOnStage(ada, cleo);
    const mute: RoomCommand = { do: 'mute', leaf: at(cleo) };
    const seat = (person: Person) => ada.roster?.stage.find(({ leaf: of }) => of === person.leaf);
    const byBen = new Uint8Array(await ben.session.order(mute, room.now));
    const byAda = new Uint8Array(await ada.session.order(mute, room.now));
    const forged = byAda.slice();
    forged[20] = forged[20]! ^ 1;
    await room.deliver(ada, { t: 'order', bytes: byBen });
    await room.deliver(ada, { t: 'order', bytes: forged });
    await room.pass(500);
    expect(seat(cleo)?.muted).toBe(false);
    expect(ada.alarms).toEqual(['forgedKeys']);
    await room.deliver(ada, { t: 'order', bytes: byAda });
    await room.pass(500);
    expect(seat(cleo)?.muted).toBe(true);
    await room.fact('selfUnmuted', cleo);
    await room.pass(500);
    await room.deliver(ada, { t: 'order', bytes: byAda });
    await room.pass(500);
    expect(seat(cleo)?.muted).toBe(false);
    const late = new Uint8Array(await ada.session.order(mute, room.now));
    await room.pass(61_000, 1_000);
    await room.deliver(ada, { t: 'order', bytes: late });
    await room.pass(500);
    expect(seat(cleo)?.muted).toBe(false);
  });

  it('A50 nobody is put on stage without a moderator’s signed invitation', async () => {
    const { room, ada, ben } = await pair();
    await room.fact('onStage', ben);
    await room.pass(1_000);
    expect(ada.roster?.stage.map(({ name }) => name)).toEqual(['Ada']);
    expect(ben.session.frames.sealing()).toBeUndefined();
  });

  it('A51 a request for a closed room without its secret, or with somebody else’s key, is denied', async () => {
    const room = new MiniRoom();
    await room.open('Ada', 'link', 'Quiet');
    await expect(room.ask('Ben', linkFragment(room.fragment.reveal().slice(0, 22)))).rejects.toThrow(
      'secretMissing',
    );
    const ben = await room.ask('Ben');
    await room.pass(500);
    expect(ben.leaf).toBe(1);
    // A request that proves nothing: made against an open card, so with zeros for the proof.
    const open = new MiniRoom('other');
    await open.open('Eve');
    const mallory = await open.person('Mallory');
    const joining = await mallory.session.join(
      {
        ...{ room: open.handle, fragment: open.fragment, card: open.card, profile: { name: 'Mallory' } },
        token: joinToken('dG9rZW4'),
      },
      open.now,
    );
    if (!joining.ok) throw new Error('cannot ask');
    room.put(mallory, new Uint8Array(joining.request));
    await room.settle();
    await room.pass(1_000);
    expect(mallory.leaf).toBeUndefined();
  });

  it('A52 a forged handover makes nobody a steward', async () => {
    const { room, ada, ben } = await pair();
    await room.bringOnStage(ada, ben);
    let letter: Extract<KeyMessage, { t: 'toLeaf' }> | undefined;
    room.tamper = (person, message) => {
      if (person !== ben || message.t !== 'toLeaf') return message;
      letter = message;
      return undefined;
    };
    await room.command(ada, { do: 'makeModerator', leaf: at(ben) });
    await room.pass(500);
    room.tamper = undefined;
    const bytes = new Uint8Array(letter!.bytes);
    for (const index of [7, 30, 60, 300, bytes.length - 1]) {
      const bad = bytes.slice();
      bad[index] = bad[index]! ^ 1;
      await room.deliver(ben, { ...letter!, bytes: bad });
      expect(ben.alarms.splice(0)).toEqual(['forgedKeys']);
    }
    // Well signed, but with a tree that is not the one whose keys Ben has.
    const adaKey = await signingKey(crypto.subtle, seededRandom('seed 0')(32));
    expect(adaKey.publicKey).toEqual(ada.session.key);
    const { chain } = readHead(room.head.bytes, roomBytes)!;
    const { key, sealKey } = readEntry(room.log[1]!, roomBytes)!;
    const cert = await certify(adaKey, roomBytes, { kind: 'moderator', generation: 0, leaf: 1, key });
    const other = await sealHandover(
      { master: new Uint8Array(32), chain: [...chain, cert], knowers: [0], invites: [] },
      { generation: 0, stewardLeaf: 0 },
      roomBytes,
      { key, sealKey },
      adaKey,
    );
    await room.deliver(ben, { ...letter!, bytes: other });
    expect(ben.alarms.splice(0)).toEqual(['forgedKeys']);
    await room.deliver(ben, letter!);
    expect(ben.alarms).toEqual([]);
    room.chooseActing(ben);
    await room.pass(500);
    expect(ben.roster?.acting).toBe(true);
  });
});

describe('what was said before and after', () => {
  it('A60 a newcomer opens nothing of an earlier step', async () => {
    const { room, ada } = await pair();
    await room.pass(3_000);
    const earlier = ada.session.frames.sealing()!;
    await room.pass(10_000);
    const cleo = await room.join('Cleo');
    expect(await hears(cleo, ada)).toBe(true);
    expect(cleo.session.frames.opening(earlier.kid)).toBe('unknown');
  });

  it('A61 who was away for many epochs opens the newest', async () => {
    const { room, ada, ben } = await pair();
    ben.online = false;
    for (let i = 0; i < 20; i++) {
      const guest = await room.join(`Guest ${i}`);
      await room.command(ada, { do: 'remove', leaf: at(guest) });
      await room.pass(500);
    }
    expect(room.head.epoch).toBeGreaterThanOrEqual(20);
    const waiting = room.drop(ben);
    expect(waiting).toBeGreaterThan(20);
    ben.online = true;
    await room.deliver(ben, room.caughtUp(ben));
    await room.pass(1_500);
    expect(await hears(ben, ada)).toBe(true);
    expect(ben.alarms).toEqual([]);
  });
});
