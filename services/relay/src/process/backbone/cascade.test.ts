import { RtpHeader, readRtp } from '@stoa/core/forwarding';
import { eraId, type LinkId, linkId, peerId, type RelaySeat } from '@stoa/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frame } from '../../../test/client.ts';
import { relayWorld } from '../../../test/relay-world.ts';
import { inProcessBackbone } from '../../adapters/in-process/backbone.ts';
import type { Backbone } from './backbone.ts';
import { linkHeaderBytes } from './link-message.ts';

const speaker: RelaySeat = { publish: true, subscribe: true, onStage: true };
const muted: RelaySeat = { publish: false, subscribe: true, onStage: true };
const listener: RelaySeat = { publish: false, subscribe: true, onStage: false };

type World = ReturnType<typeof relayWorld>;

/** Relays with one clock, each told of all others. */
async function fleet(count: number, linked = true) {
  const clock = { now: 1000 };
  const open = inProcessBackbone();
  const sent: { from: LinkId; to: LinkId; bytes: number }[] = [];
  const links = Array.from({ length: count }, (_, i) => linkId(`relay${i}`));
  const worlds: World[] = [];
  for (const [i, link] of links.entries()) {
    const inner = await open(link)((from, message) => worlds[i]!.relay.receive(from, message));
    const backbone: Backbone = {
      ...inner,
      send(to, message) {
        sent.push({ from: link, to, bytes: message.length });
        inner.send(to, message);
      },
    };
    worlds.push(relayWorld(100, backbone, clock));
  }
  const tell = (era = 1) =>
    worlds.forEach(({ relay }, i) => {
      relay.handle({ type: 'links', era: eraId(era), links: links.filter((_, j) => j !== i) });
    });
  const frames = () => sent.filter(({ bytes }) => bytes > linkHeaderBytes);
  return { clock, worlds, links, sent, frames, tell: linked ? tell : () => {} };
}

const read = (packet: Buffer) => {
  const header = new RtpHeader();
  expect(readRtp(packet, header)).toBe('ok');
  return header;
};

test('L1 L2 one copy goes to each other relay, and listeners there hear what was said', async () => {
  const { worlds, frames, tell, clock } = await fleet(3);
  const talker = await worlds[0]!.join(1, speaker);
  const here = await worlds[0]!.join(2, listener);
  const there = [];
  for (let i = 10; i < 20; i++) there.push(await worlds[1]!.join(i, listener));
  const beyond = await worlds[2]!.join(30, speaker);
  tell();
  for (let i = 0; i < 5; i++) {
    talker.talk();
    clock.now += 20;
  }
  expect(frames()).toHaveLength(10);
  for (const each of [here, ...there, beyond]) {
    expect(each.heard.map((packet) => packet.subarray(12))).toEqual(
      [100, 101, 102, 103, 104].map((n) => frame(talker.ssrc, n, 0).subarray(12)),
    );
    const [first, ...rest] = each.heard.map((packet) => ({ ...read(packet) }));
    rest.forEach(({ sequence, timestamp }, i) => {
      expect(sequence).toBe((first!.sequence + i + 1) & 0xffff);
      expect(timestamp).toBe((first!.timestamp + (i + 1) * 960) >>> 0);
    });
  }
});

test('L3 a relay that is not named is not heard, nor is an era that nobody here is in', async () => {
  const { worlds, tell } = await fleet(2, false);
  const talker = await worlds[0]!.join(1, speaker);
  const there = await worlds[1]!.join(2, listener);
  const other = await worlds[1]!.join(3, listener, 2);
  tell();
  const [a, b] = worlds as [World, World];
  a.relay.handle({ type: 'links', era: eraId(1), links: [linkId('relay1')] });
  talker.talk();
  expect(there.heard).toHaveLength(0);
  b.relay.handle({ type: 'links', era: eraId(2), links: [linkId('relay0')] });
  talker.talk();
  expect(there.heard).toHaveLength(0);
  b.relay.handle({ type: 'links', era: eraId(1), links: [linkId('relay0')] });
  talker.talk();
  expect(there.heard).toHaveLength(1);
  expect(other.heard).toHaveLength(0);
});

test('L4 who may not publish is heard nowhere, and the slots are free at once', async () => {
  const { worlds, tell, clock } = await fleet(2);
  const talkers = await Promise.all([1, 2, 3, 4].map((id) => worlds[0]!.join(id, speaker)));
  const there = await worlds[1]!.join(9, listener);
  const fifth = await worlds[1]!.join(8, speaker);
  tell();
  for (const each of talkers) each.talk();
  clock.now += 20;
  fifth.talk();
  expect(there.heard).toHaveLength(4);
  worlds[0]!.seat(1, muted);
  talkers[0]!.talk();
  expect(there.heard).toHaveLength(4);
  fifth.talk();
  expect(there.heard).toHaveLength(5);
});

test('L5 a relay that is no link any more is not heard; a voice not heard of for 5 s gives up its slot', async () => {
  const { worlds, tell, clock } = await fleet(2);
  const talkers = await Promise.all([1, 2, 3, 4].map((id) => worlds[0]!.join(id, speaker)));
  const there = await worlds[1]!.join(9, listener);
  const fifth = await worlds[1]!.join(8, speaker);
  tell();
  for (const each of talkers) each.talk();
  expect(there.heard).toHaveLength(4);
  clock.now += 4_900;
  worlds[1]!.relay.second();
  fifth.talk(0);
  expect(there.heard).toHaveLength(4);
  clock.now += 200;
  worlds[1]!.relay.second();
  fifth.talk(0);
  expect(there.heard).toHaveLength(5);
  worlds[1]!.relay.handle({ type: 'links', era: eraId(1), links: [] });
  talkers[0]!.talk();
  expect(there.heard).toHaveLength(5);
});

test('L6 whatever another relay says, this one goes on and forwards only frames of the right shape', async () => {
  const { worlds, tell, links } = await fleet(2);
  const talker = await worlds[0]!.join(1, speaker);
  const there = await worlds[1]!.join(9, listener);
  tell();
  const { relay } = worlds[1]!;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, plausible) => {
      const message = Buffer.from(bytes);
      if (plausible && message.length >= 12) {
        message[0] = 1;
        message.writeUIntBE(1, 6, 6);
      }
      relay.receive(links[0]!, message);
    }),
    { numRuns: 2_000 },
  );
  for (const packet of there.heard) read(packet);
  const before = there.heard.length;
  talker.talk();
  expect(there.heard.length).toBe(before + 1);
});

test('L6 one relay has so many voices here and no more', async () => {
  const { worlds, tell, links } = await fleet(2);
  await worlds[0]!.join(1, speaker);
  const there = await worlds[1]!.join(9, listener);
  tell();
  const message = Buffer.concat([Buffer.alloc(linkHeaderBytes), frame(7, 1, 960)]);
  message[0] = 1;
  message.writeUIntBE(1, 6, 6);
  for (let voice = 0; voice < 600; voice++) {
    message.writeUInt32BE(voice, 2);
    worlds[1]!.relay.receive(links[0]!, message);
  }
  expect(worlds[1]!.relay.load().framesFromRelays).toBe(512);
  expect(there.heard).toHaveLength(4);
});

test('L7 what came from a relay goes to no relay', async () => {
  const { worlds, frames, tell } = await fleet(3);
  const talker = await worlds[0]!.join(1, speaker);
  await worlds[1]!.join(2, speaker);
  await worlds[2]!.join(3, speaker);
  tell();
  talker.talk();
  expect(frames().map(({ from, to }) => `${from} ${to}`)).toEqual(['relay0 relay1', 'relay0 relay2']);
});

test('L2 L4 a publisher that comes back is heard again without a gap in numbers', async () => {
  const { worlds, tell, clock } = await fleet(2);
  const talker = await worlds[0]!.join(1, speaker);
  const there = await worlds[1]!.join(9, listener);
  tell();
  talker.talk();
  worlds[0]!.seat(1, muted);
  clock.now += 500;
  worlds[0]!.seat(1, speaker);
  talker.sequence = 40_000;
  // A leap counts with the second packet that follows on (RFC 3550, A.1).
  talker.talk();
  talker.talk();
  expect(there.heard).toHaveLength(2);
  const [first, second] = there.heard.map((packet) => ({ ...read(packet) }));
  expect(second!.sequence).toBe((first!.sequence + 1) & 0xffff);
});

test('L10 a speaker who moves to another relay goes on in its slot everywhere, though every slot is taken', async () => {
  const { worlds, tell, clock } = await fleet(3);
  const mine = 77;
  let ctr = 70_000;
  const older = await worlds[0]!.join(1, speaker);
  worlds[0]!.sender(1, mine);
  const others: Awaited<ReturnType<World['join']>>[] = [];
  for (const id of [2, 3, 4]) others.push(await worlds[0]!.join(id, speaker));
  const ears = [];
  for (const [i, world] of worlds.entries()) ears.push(await world.join(10 + i, listener));
  const newer = await worlds[1]!.join(20, { publish: false, subscribe: false, onStage: false });
  worlds[1]!.sender(20, mine);
  tell();
  const all = (talk: () => void) => {
    talk();
    for (const other of others) other.talk();
    clock.now += 20;
  };
  for (let i = 0; i < 10; i++) all(() => older.talk(3, mine, ctr++));
  worlds[1]!.seat(20, speaker);
  for (let i = 0; i < 10; i++) all(() => newer.talk(3, mine, ctr++));
  // Late: it left before the change, and came after it.
  const before = ears.map(({ heard }) => heard.length);
  older.talk(3, mine, 70_009);
  expect(ears.map(({ heard }) => heard.length)).toEqual(before);
  worlds[0]!.relay.handle({ type: 'close', peer: peerId(1) });
  for (let i = 0; i < 5; i++) all(() => newer.talk(3, mine, ctr++));
  for (const ear of ears) {
    const said = ear.heard.map((packet) => ({ ...read(packet) })).filter(({ sender }) => sender === mine);
    expect(said).toHaveLength(25);
    expect(new Set(said.map(({ ssrc }) => ssrc)).size).toBe(1);
    said.forEach(({ sequence, timestamp }, i) => {
      expect(sequence).toBe((said[0]!.sequence + i) & 0xffff);
      expect(timestamp).toBe((said[0]!.timestamp + i * 960) >>> 0);
    });
  }
});
