import { RtpHeader, readRtp } from '@stoa/core/forwarding';
import { eraId, media, peerId, type RelaySeat } from '@stoa/protocol';
import { describe, expect, it } from 'vitest';
import { frame, senderOf } from '../../test/client.ts';
import { relayWorld } from '../../test/relay-world.ts';
import { sampleOffer } from '../../test/sample-offer.ts';
import { Relay } from './relay.ts';
import type { TransportEvents } from './transport.ts';

const speaker: RelaySeat = { publish: true, subscribe: true, onStage: true };
const muted: RelaySeat = { publish: false, subscribe: true, onStage: true };
const listener: RelaySeat = { publish: false, subscribe: true, onStage: false };
const removed: RelaySeat = { publish: false, subscribe: false, onStage: false };

const tick = () => new Promise((resolve) => setImmediate(resolve));
const world = (maxPeers?: number) => relayWorld(maxPeers);

const fields = (packet: Buffer) => {
  const header = new RtpHeader();
  expect(readRtp(packet, header)).toBe('ok');
  return { ...header, marker: packet[1]! >> 7 };
};

describe('a relay', () => {
  it('answers, tells when a peer is connected, and forwards payloads unchanged', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const b = await w.join(2, listener);
    expect(w.of('answered').map((e) => 'peer' in e && e.peer)).toEqual([1, 2]);
    expect(w.of('connected')).toHaveLength(2);
    a.talk();
    w.pass(20);
    a.talk();
    expect(b.heard).toHaveLength(2);
    expect(a.heard).toHaveLength(0);
    expect(b.heard[1]!.subarray(12)).toEqual(frame(a.ssrc, 101, 0).subarray(12));
    const [first, second] = b.heard.map(fields) as [ReturnType<typeof fields>, ReturnType<typeof fields>];
    expect(second.sequence).toBe((first.sequence + 1) & 0xffff);
    expect(second.timestamp).toBe((first.timestamp + 960) >>> 0);
    expect([first.marker, second.marker]).toEqual([1, 0]);
  });

  it('gives every listener its own SSRC, sequence and timestamp', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const listeners = await Promise.all([2, 3, 4, 5, 6].map((id) => w.join(id, listener)));
    a.talk();
    const heard = listeners.map((peer) => fields(peer.heard[0]!));
    for (const field of ['ssrc', 'sequence', 'timestamp'] as const) {
      expect(new Set([...heard.map((h) => h[field]), field === 'ssrc' ? a.ssrc : -1]).size).toBe(6);
    }
  });

  it('serves the stage before the audience', async () => {
    const w = world();
    await w.join(1, listener);
    await w.join(2, listener);
    const talker = await w.join(3, speaker);
    await w.join(4, muted);
    await w.join(5, listener);
    await w.join(6, speaker);
    talker.talk();
    expect(new Set(w.order.slice(0, 2))).toEqual(new Set([4, 6]));
    expect(new Set(w.order.slice(2))).toEqual(new Set([1, 2, 5]));
    w.seat(1, { ...listener, onStage: true });
    w.order.length = 0;
    talker.talk();
    expect(w.order.slice(0, 3)).toContain(1);
  });

  it('forwards nothing of a listener, and counts it', async () => {
    const w = world();
    const a = await w.join(1, listener);
    const b = await w.join(2, listener);
    for (let i = 0; i < 10; i++) a.talk();
    expect(b.heard).toHaveLength(0);
    expect(w.relay.load()).toMatchObject({ packetsIn: 10, packetsDenied: 10, packetsForwarded: 0 });
  });

  it('mutes from the very next packet on, and starts again without a hole', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const b = await w.join(2, listener);
    a.talk();
    w.seat(1, muted);
    for (let i = 0; i < 50; i++) {
      w.pass(20);
      a.talk();
    }
    expect(b.heard).toHaveLength(1);
    w.seat(1, speaker);
    w.pass(20);
    a.talk();
    const [before, after] = b.heard.map(fields) as [ReturnType<typeof fields>, ReturnType<typeof fields>];
    expect((after.sequence - before.sequence) & 0xffff).toBe(1);
    expect((after.timestamp - before.timestamp) >>> 0).toBe(51 * 960);
    expect(after.marker).toBe(1);
  });

  it('sends nothing to the removed, though their transport still stands', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const b = await w.join(2, listener);
    a.talk();
    w.seat(2, removed);
    a.talk();
    b.talk();
    expect(b.heard).toHaveLength(1);
  });

  it('sends nothing before the transport is open', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const b = await w.join(2, listener, 1, false);
    a.talk();
    expect(b.heard).toHaveLength(0);
    b.events.open();
    a.talk();
    expect(b.heard).toHaveLength(1);
  });

  it('keeps eras apart', async () => {
    const w = world();
    const a = await w.join(1, speaker, 1);
    const b = await w.join(2, listener, 2);
    a.talk();
    expect(b.heard).toHaveLength(0);
  });

  it('never sends a speaker its own voice, and its lines have no hole when another takes the slot', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const b = await w.join(2, speaker);
    for (let i = 0; i < 5; i++) {
      a.talk();
      b.talk();
      w.pass(20);
    }
    expect(a.heard.map((packet) => packet.readUInt32BE(16))).toEqual(new Array(5).fill(b.ssrc));
    expect(b.heard.map((packet) => packet.readUInt32BE(16))).toEqual(new Array(5).fill(a.ssrc));
    // A leaves the stage; B goes on, C takes A's slot: A hears C there from its line's first number on.
    w.seat(1, listener);
    const c = await w.join(3, speaker);
    a.heard.length = 0;
    for (let i = 0; i < 3; i++) {
      c.talk();
      w.pass(20);
    }
    const sequences = a.heard.map((packet) => fields(packet).sequence);
    expect(sequences).toHaveLength(3);
    expect((sequences[2]! - sequences[0]!) & 0xffff).toBe(2);
  });

  it('forwards at most four of many speakers at a time', async () => {
    const w = world();
    const speakers = await Promise.all([1, 2, 3, 4, 5, 6].map((id) => w.join(id, speaker)));
    const audience = await w.join(9, listener);
    w.seconds(1, () => {
      for (const peer of speakers) peer.talk(2);
    });
    expect(audience.heard.length).toBe(4 * 50);
    expect(new Set(audience.heard.map((packet) => packet.readUInt32BE(8))).size).toBe(4);
  });

  it('F20 drops and counts what a publisher sends under the sender byte of another, who is heard on', async () => {
    const w = world();
    const victim = await w.join(1, speaker);
    const attacker = await w.join(2, speaker);
    const audience = await w.join(3, listener);
    w.sender(1, 7);
    w.sender(2, 8);
    attacker.talk(3, 7);
    expect(audience.heard).toHaveLength(0);
    expect(w.relay.load().packetsDenied).toBe(1);
    victim.talk(3, 7);
    attacker.talk(3, 8);
    expect(audience.heard.map((packet) => packet[14])).toEqual([7, 8]);
    expect(w.relay.load().packetsDenied).toBe(1);
  });

  it('F20 nobody takes the byte of one who has not spoken yet, is muted, or has no transport', async () => {
    const w = world();
    const attacker = await w.join(2, speaker);
    const audience = await w.join(3, listener);
    w.sender(2, 8);
    attacker.talk(3, 7);
    const newcomer = await w.join(1, muted);
    w.sender(1, 7);
    attacker.talk(3, 7);
    w.seat(1, speaker);
    attacker.talk(3, 7);
    expect(audience.heard).toHaveLength(0);
    newcomer.talk(3, 7);
    expect(audience.heard.map((packet) => packet[14])).toEqual([7]);
    expect(w.relay.load().packetsDenied).toBe(3);
  });

  it('F20 forwards nothing of a publisher that has been told no sender byte, or none any more', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const audience = await w.join(3, listener);
    w.sender(1, 0);
    for (const byte of [1, 7, senderOf(a.ssrc)]) a.talk(3, byte);
    w.sender(1, 7);
    a.talk(3, 7);
    w.sender(1, 9);
    a.talk(3, 7);
    a.talk(3, 9);
    expect(audience.heard.map((packet) => packet[14])).toEqual([7, 9]);
    expect(w.relay.load().packetsDenied).toBe(4);
    // Without a word about it in its join.
    const offer = sampleOffer(5000);
    let events: TransportEvents | undefined;
    const bare = new Relay({
      openTransport: (_, its) => {
        events = its;
        return { send: () => true, facts: () => new Promise(() => {}), dispose() {} };
      },
      emit: () => {},
      now: () => 1000,
      residentBytes: () => 1,
      processorMs: () => 0,
      maxPeers: 1,
      announcedAddress: undefined,
    });
    bare.handle({ type: 'join', peer: peerId(1), era: eraId(1), offer, seat: speaker });
    events?.packet(frame(5000, 1, 1));
    expect(bare.load().packetsDenied).toBe(1);
  });

  it('F20 a publisher in another era may have the same sender byte', async () => {
    const w = world();
    const a = await w.join(1, speaker, 1);
    const b = await w.join(2, speaker, 2);
    const audience = await w.join(3, listener, 2);
    w.sender(1, 7);
    w.sender(2, 7);
    a.talk(3, 7);
    b.talk(3, 7);
    expect(audience.heard).toHaveLength(1);
  });

  it('F19 refuses frames without the SFrame header and the relay filler', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const b = await w.join(2, listener);
    const headless = frame(a.ssrc, 1, 1);
    headless[13] = 0x99;
    a.events.packet(headless);
    a.events.packet(frame(a.ssrc, 2, 1, 3, { sender: 0 }));
    expect(b.heard).toHaveLength(0);
    expect(w.relay.load()).toMatchObject({ malformed: 2, packetsDenied: 0 });
  });

  it('refuses forged SSRCs and payload types, extensions, other sizes and levels', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const b = await w.join(2, listener);
    const bad = [
      frame(9999, 1, 1),
      frame(a.ssrc, 1, 1, 3, { payloadType: 0 }),
      frame(a.ssrc, 1, 1, 4),
      frame(a.ssrc, 1, 1, 3, { bytes: 1400 }),
      frame(a.ssrc, 1, 1, 3, { bytes: 0 }),
      Buffer.alloc(0),
      Buffer.from([0x80]),
    ];
    const extended = frame(a.ssrc, 1, 1);
    extended[0] = 0x90;
    for (const packet of [...bad, extended]) a.events.packet(packet);
    expect(b.heard).toHaveLength(0);
    expect(w.relay.load().malformed).toBe(8);
    a.talk();
    expect(b.heard).toHaveLength(1);
  });

  it('forwards the one size of an era: a strict one takes signed frames, and no others', async () => {
    const w = world();
    const a = await w.join(1, speaker, 1, true, true);
    const b = await w.join(2, listener, 1, true, true);
    const signed = frame(a.ssrc, 1, 960, 3, { bytes: media.strictPayloadBytes });
    a.events.packet(signed);
    expect(b.heard.map((packet) => packet.subarray(12))).toEqual([signed.subarray(12)]);
    a.events.packet(frame(a.ssrc, 2, 1920));
    expect(b.heard).toHaveLength(1);
    expect(w.relay.load().malformed).toBe(1);
    // Whoever says otherwise at its join is in the same era all the same.
    const c = await w.join(3, speaker, 1);
    c.talk();
    expect(w.relay.load().malformed).toBe(2);
    c.events.packet(frame(c.ssrc, 200, 960, 3, { bytes: media.strictPayloadBytes }));
    expect(b.heard).toHaveLength(2);
    // Another era is as it was.
    const d = await w.join(4, speaker, 2);
    const e = await w.join(5, listener, 2);
    d.talk();
    d.events.packet(frame(d.ssrc, 300, 960, 3, { bytes: media.strictPayloadBytes }));
    expect(e.heard).toHaveLength(1);
  });

  it('a publisher of a strict era sends a minute without being policed', async () => {
    const w = world();
    const a = await w.join(1, speaker, 1, true, true);
    let n = 0;
    w.seconds(60, () => {
      n++;
      a.events.packet(frame(a.ssrc, n, n * 960, 3, { bytes: media.strictPayloadBytes }));
    });
    expect(w.relay.load()).toMatchObject({ packetsIn: 3000, packetsPoliced: 0, malformed: 0 });
  });

  it('polices a flood, warns, then closes', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const b = await w.join(2, listener);
    w.seconds(1, () => {
      for (let i = 0; i < 10; i++) a.talk();
    });
    expect(b.heard.length).toBeLessThanOrEqual(120);
    expect(w.of('flooding')).toEqual([{ type: 'flooding', peer: 1 }]);
    expect(w.of('gone')).toHaveLength(0);
    w.seconds(3, () => {
      for (let i = 0; i < 10; i++) a.talk();
    });
    expect(w.of('gone')).toEqual([{ type: 'gone', peer: 1, why: 'flooding' }]);
    expect(a.disposed).toBe(1);
    const before = b.heard.length;
    a.talk();
    expect(b.heard.length).toBe(before);
  });

  it('closes an outrageous flood within the second', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    for (let i = 0; i < 10_200; i++) a.talk();
    expect(w.of('gone')).toEqual([{ type: 'gone', peer: 1, why: 'flooding' }]);
  });

  it('ignores what clients say in RTCP, and counts what is malformed', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const b = await w.join(2, listener);
    const bye = Buffer.from('81cb0001000003e9', 'hex');
    for (let i = 0; i < 5; i++) b.events.packet(bye);
    b.events.packet(Buffer.from('81ca0002112233440140ffff', 'hex'));
    b.events.packet(Buffer.from('81c9ffff11223344', 'hex'));
    a.talk();
    expect(b.heard).toHaveLength(1);
    expect(w.relay.load().malformed).toBe(1);
    for (let i = 0; i < 1000; i++) b.events.packet(bye);
    expect(w.relay.load().packetsPoliced).toBeGreaterThan(900);
    w.relay.second();
    expect(w.of('flooding')).toEqual([{ type: 'flooding', peer: 2 }]);
  });

  it('reports to publishers once a second, with the delay since their sender report', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    w.seconds(1, () => a.talk());
    const report = Buffer.from('80c80006000003e9111122223333444400000001000000020000000300', 'hex').subarray(
      0,
      28,
    );
    a.events.packet(report);
    w.seconds(1, () => a.talk());
    expect(a.reports).toHaveLength(2);
    const last = a.reports[1]!;
    expect(last.readUInt32BE(8)).toBe(a.ssrc);
    expect(last.readUInt32BE(24)).toBe(0x22223333);
    expect(last.readUInt32BE(28)).toBe(65_536);
    expect(last.readUInt32BE(12)).toBe(0);
  });

  it('gives up a transport that does not connect within 10 s', async () => {
    const w = world();
    const a = await w.join(1, listener, 1, false);
    w.seconds(9);
    expect(w.of('gone')).toHaveLength(0);
    w.seconds(1);
    expect(w.of('gone')).toEqual([{ type: 'gone', peer: 1, why: 'timeout' }]);
    expect(a.disposed).toBe(1);
  });

  it('gives up a publisher that fell silent for 15 s, but nobody who never sent', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    await w.join(2, speaker);
    await w.join(3, listener);
    w.seconds(2, () => a.talk());
    w.seconds(14);
    expect(w.of('gone')).toHaveLength(0);
    w.seconds(20);
    expect(w.of('gone')).toEqual([{ type: 'gone', peer: 1, why: 'timeout' }]);
  });

  it('drops a listener whose line throws, without harm to the others', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    const b = await w.join(2, listener);
    const c = await w.join(3, listener);
    b.broken = true;
    a.talk();
    expect(c.heard).toHaveLength(1);
    await tick();
    expect(w.of('gone')).toEqual([{ type: 'gone', peer: 2, why: 'failed' }]);
    a.talk();
    expect(c.heard).toHaveLength(2);
  });

  it('says gone exactly once, however the end comes', async () => {
    const w = world();
    const a = await w.join(1, speaker);
    w.relay.handle({ type: 'close', peer: peerId(1) });
    a.events.gone('closed');
    w.relay.handle({ type: 'close', peer: peerId(1) });
    w.relay.handle({ type: 'endEra', era: eraId(1) });
    expect(w.of('gone')).toEqual([{ type: 'gone', peer: 1, why: 'closed' }]);
    expect(a.disposed).toBe(1);
  });

  it('ends one era and leaves the others', async () => {
    const w = world();
    await w.join(1, speaker, 1);
    await w.join(2, listener, 1);
    await w.join(3, listener, 2);
    w.relay.handle({ type: 'endEra', era: eraId(1) });
    expect(w.of('gone').map((e) => 'peer' in e && e.peer)).toEqual([1, 2]);
    expect(w.relay.load()).toMatchObject({ peers: 1, connected: 1 });
  });

  it('replaces a peer that joins again', async () => {
    const w = world();
    const old = await w.join(1, speaker);
    const again = await w.join(1, speaker);
    const b = await w.join(2, listener);
    expect(old.disposed).toBe(1);
    old.talk();
    expect(b.heard).toHaveLength(0);
    again.talk();
    expect(b.heard).toHaveLength(1);
  });

  it('refuses bad offers and joins beyond its limit', async () => {
    const w = world(1);
    w.relay.handle({ type: 'join', peer: peerId(7), era: eraId(1), offer: 'v=0\r\n', seat: listener });
    await w.join(1, listener);
    w.relay.handle({ type: 'join', peer: peerId(8), era: eraId(1), offer: sampleOffer(), seat: listener });
    expect(w.of('refused')).toEqual([
      { type: 'refused', peer: 7, why: 'offerWrongMedia' },
      { type: 'refused', peer: 8, why: 'relayFull' },
    ]);
  });

  it('ignores commands about peers it does not have', () => {
    const w = world();
    w.seat(99, speaker);
    w.relay.handle({ type: 'close', peer: peerId(99) });
    w.relay.handle({ type: 'endEra', era: eraId(99) });
    w.relay.handle({ type: 'ping', n: 5 });
    expect(w.events).toEqual([expect.objectContaining({ type: 'pong', n: 5 })]);
  });

  it('has one frame size in mind: that of the protocol', () => {
    expect(frame(1, 1, 1).length).toBe(12 + media.payloadBytes);
  });
});
