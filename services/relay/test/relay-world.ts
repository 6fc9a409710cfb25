import { eraId, type LinkPlace, peerId, type RelayEvent, type RelaySeat } from '@stoa/protocol';
import type { Backbone } from '../src/process/backbone/backbone.ts';
import { Relay } from '../src/process/relay.ts';
import type { Transport, TransportEvents } from '../src/process/transport.ts';
import { frame, senderOf } from './client.ts';
import { sampleOffer } from './sample-offer.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));

export type FakePeer = {
  id: number;
  ssrc: number;
  /** Copies of what was sent to it, RTP only. */
  heard: Buffer[];
  reports: Buffer[];
  disposed: number;
  broken: boolean;
  events: TransportEvents;
  /** Sends its next frame. */
  talk(level?: number, sender?: number, counter?: number): void;
  sequence: number;
};

/** A relay with transports in memory and a clock that only the test moves. */
export function relayWorld(
  maxPeers = 100,
  backbone?: Backbone,
  clock = { now: 1000 },
  mostPauseMs?: number,
  place?: LinkPlace,
  mostBehindMs?: number,
) {
  const events: RelayEvent[] = [];
  const order: number[] = [];
  const peers = new Map<number, FakePeer>();
  let opening: FakePeer;
  const relay = new Relay({
    place,
    openTransport(_, transportEvents): Transport {
      const peer = opening;
      peer.events = transportEvents;
      return {
        send(packet) {
          if (peer.broken) throw new Error('Track is not open');
          if (packet[1] === 201) peer.reports.push(Buffer.from(packet));
          else {
            order.push(peer.id);
            peer.heard.push(Buffer.from(packet));
          }
          return true;
        },
        facts: async () => ({
          ufrag: 'uuuu',
          password: 'p'.repeat(22),
          fingerprint: 'AA',
          candidates: ['1 1 UDP 1 127.0.0.1 4000 typ host'],
        }),
        dispose: () => void peer.disposed++,
      };
    },
    emit: (event) => events.push(event),
    now: () => clock.now,
    residentBytes: () => 1,
    processorMs: () => 0,
    mostPauseMs,
    mostBehindMs,
    maxPeers,
    announcedAddress: undefined,
    ...(backbone && { backbone }),
  });

  const join = async (
    id: number,
    seat: RelaySeat,
    era = 1,
    open = true,
    strict = false,
  ): Promise<FakePeer> => {
    const ssrc = 1000 + id;
    opening = {
      id,
      ssrc,
      heard: [],
      reports: [],
      disposed: 0,
      broken: false,
      sequence: 100,
      events: undefined as unknown as TransportEvents,
      talk(level = 3, sender, counter) {
        const n = this.sequence++;
        const said = { ...(sender !== undefined && { sender }), ...(counter !== undefined && { counter }) };
        this.events.packet(frame(ssrc, n, n * 960, level, said));
      },
    };
    const peer = opening;
    peers.set(id, peer);
    const offer = sampleOffer(ssrc);
    relay.handle({
      type: 'join',
      peer: peerId(id),
      era: eraId(era),
      offer,
      seat,
      sender: senderOf(ssrc),
      strict,
    });
    await tick();
    if (open) peer.events?.open();
    return peer;
  };
  const seat = (id: number, value: RelaySeat) =>
    relay.handle({ type: 'seat', peer: peerId(id), seat: value });
  const sender = (id: number, value: number) =>
    relay.handle({ type: 'sender', peer: peerId(id), sender: value });
  const of = (type: RelayEvent['type']) => events.filter((event) => event.type === type);
  return {
    relay,
    events,
    order,
    join,
    seat,
    sender,
    of,
    pass: (ms: number) => {
      clock.now += ms;
    },
    /** Lets whole seconds pass, with `each` called every 20 ms. */
    seconds(count: number, each: () => void = () => {}) {
      for (let second = 0; second < count; second++) {
        for (let i = 0; i < 50; i++) {
          clock.now += 20;
          each();
        }
        relay.second();
      }
    },
  };
}
