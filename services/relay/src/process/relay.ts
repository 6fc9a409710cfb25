import { randomInt } from 'node:crypto';
import {
  Downlink,
  isRtcp,
  RtpHeader,
  readRtcp,
  readRtp,
  receiverReportBytes,
  rtpPacketBytes,
  SenderReport,
  strictRtpPacketBytes,
  writeReceiverReport,
} from '@stoa/core/forwarding';
import type {
  LinkId,
  LinkPlace,
  OfferRefusal,
  PeerId,
  RelayCommand,
  RelayEvent,
  RelayLoad,
} from '@stoa/protocol';
import { writeAnswer } from '../answer.ts';
import { type CheckedOffer, checkOffer } from '../offer.ts';
import type { Backbone } from './backbone/backbone.ts';
import { Cascade } from './backbone/cascade.ts';
import { Era } from './era.ts';
import { linksWithin, mayBeHere } from './fence-gate.ts';
import { Pace, type PaceLimits } from './pace.ts';
import { Peer } from './peer.ts';
import { Pressure } from './pressure.ts';
import type { OpenTransport } from './transport.ts';

export type RelayOptions = PaceLimits & {
  readonly openTransport: OpenTransport;
  readonly emit: (event: RelayEvent) => void;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  readonly residentBytes: () => number;
  /** Milliseconds of processor time since the process began, all threads. */
  readonly processorMs: () => number;
  readonly packetBudget?: number | undefined;
  readonly maxPeers: number;
  readonly announcedAddress: string | undefined;
  /** Where it stands; undefined: nobody said. */
  readonly place?: LinkPlace | undefined;
  /** To the other relays; without one, an era is at one relay alone. */
  readonly backbone?: Backbone;
};

type Join = Extract<RelayCommand, { type: 'join' }>;
type Gone = Extract<RelayEvent, { type: 'gone' }>['why'];

const connectTimeoutMs = 10_000;
/** A publisher that has sent keeps sending, muted or not; one that stops for so long has lost its network. */
const silentPublisherMs = 15_000;

/** Everything a relay does, given transports, a clock and a way to tell control. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #peers = new Map<PeerId, Peer>();
  readonly #eras = new Map<number, Era>();
  readonly #header = new RtpHeader();
  readonly #senderReport = new SenderReport();
  readonly #reportBuffer = Buffer.alloc(receiverReportBytes);
  readonly #reporter = randomInt(1, 0x1_0000_0000);
  readonly #broken = new Set<Peer>();
  #connected = 0;
  #packetsIn = 0;
  #packetsForwarded = 0;
  #packetsDenied = 0;
  #packetsPoliced = 0;
  #packetsShed = 0;
  #malformed = 0;
  #lastSource = 0;
  #lastVoice = 0;
  readonly #pace: Pace;
  readonly #cascade: Cascade;
  readonly #pressure: Pressure;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#pressure = new Pressure(options.packetBudget);
    this.#pace = new Pace(options.now(), options);
    this.#cascade = new Cascade({
      backbone: options.backbone,
      era: (id) => this.#eras.get(id),
      now: options.now,
      nextSource: () => ++this.#lastSource,
    });
  }

  /** A message of another relay. */
  receive(from: LinkId, message: Buffer): void {
    const now = this.#options.now();
    if (this.#slept(now) || this.#sheds(now)) return;
    this.#packetsForwarded += this.#cascade.received(from, message);
  }

  /** Carries out one command. `stop` closes all peers; ending the process is the caller's part. */
  handle(command: RelayCommand): void {
    switch (command.type) {
      case 'join':
        this.#join(command);
        return;
      case 'seat': {
        const peer = this.#peers.get(command.peer);
        if (!peer) return;
        peer.seat = command.seat;
        this.#eras.get(peer.era)?.settle(peer);
        return;
      }
      case 'sender': {
        const peer = this.#peers.get(command.peer);
        if (peer) peer.sender = command.sender;
        return;
      }
      case 'close': {
        const peer = this.#peers.get(command.peer);
        if (peer) this.#drop(peer, 'closed');
        return;
      }
      case 'endEra':
        for (const peer of [...this.#peers.values()])
          if (peer.era === command.era) this.#drop(peer, 'closed');
        return;
      case 'links':
        if (this.#eras.has(command.era)) this.#cascade.link(command.era, linksWithin(command));
        return;
      case 'census': {
        const here = [...this.#peers.values()].filter(({ era }) => era === command.era);
        const peers = here.map(({ id, open }) => ({ peer: id, connected: open }));
        const { era, ask } = command;
        this.#options.emit({ type: 'census', era, peers, ...(ask !== undefined && { ask }) });
        return;
      }
      case 'ping':
        this.#options.emit({ type: 'pong', n: command.n, load: this.load() });
        return;
      case 'stop':
        for (const peer of [...this.#peers.values()]) this.#drop(peer, 'closed');
        return;
    }
  }

  /** Many times a second, from a timer: shows that the process comes round to everything that it has to do. */
  round(): void {
    this.#pace.round(this.#options.now());
  }

  /** Once a second: reports to publishers, floods, connections that never came up, publishers that fell silent. */
  second(): void {
    const now = this.#options.now();
    this.#slept(now);
    for (const peer of [...this.#peers.values()]) {
      const flood = peer.police.second();
      if (flood === 'warn') this.#options.emit({ type: 'flooding', peer: peer.id });
      if (flood === 'close') this.#drop(peer, 'flooding');
      else if (!peer.open && now - peer.joinedAt >= connectTimeoutMs) this.#drop(peer, 'timeout');
      else if (peer.publishedAt !== undefined && now - peer.publishedAt >= silentPublisherMs)
        this.#drop(peer, 'timeout');
      else if (peer.open && peer.statistics.received > 0) this.#report(peer, now);
    }
    this.#cascade.second(now);
    this.#pressure.second(now, this.#options.processorMs(), this.#packetsIn + this.#packetsForwarded);
  }

  load(): RelayLoad {
    return {
      peers: this.#peers.size,
      connected: this.#connected,
      packetsIn: this.#packetsIn,
      packetsForwarded: this.#packetsForwarded,
      packetsDenied: this.#packetsDenied,
      packetsPoliced: this.#packetsPoliced,
      packetsShed: this.#packetsShed,
      malformed: this.#malformed,
      framesToRelays: this.#cascade.framesOut,
      framesFromRelays: this.#cascade.framesIn,
      residentBytes: this.#options.residentBytes(),
      processor: this.#pressure.processor,
      packetsPerSecond: this.#pressure.packetsPerSecond,
      pressure: this.#pressure.pressure,
    };
  }

  #join(command: Join): void {
    const previous = this.#peers.get(command.peer);
    if (previous) this.#drop(previous, 'closed');
    const joined = this.#admit(command);
    if (typeof joined === 'string') {
      this.#options.emit({ type: 'refused', peer: command.peer, why: joined });
      return;
    }
    this.#enter(joined.peer);
    void this.#answer(joined.peer, joined.offer);
  }

  #admit(command: Join): { peer: Peer; offer: CheckedOffer } | OfferRefusal {
    if (!mayBeHere(command.fence, this.#options.place)) return 'outsideFence';
    if (this.#peers.size >= this.#options.maxPeers) return 'relayFull';
    const verdict = checkOffer(command.offer);
    if ('refusal' in verdict) return verdict.refusal;
    const { offer } = verdict;
    // An era has one size, from its first join on.
    const said = command.strict ? strictRtpPacketBytes : rtpPacketBytes;
    const packetBytes = this.#eras.get(command.era)?.packetBytes ?? said;
    const { peer: id, era, seat } = command;
    const peer = new Peer(id, era, seat, offer.uplink, this.#options.now(), packetBytes);
    peer.sender = command.sender ?? 0;
    peer.downlinks = freshDownlinks(offer);
    peer.source = ++this.#lastSource;
    peer.voice = ++this.#lastVoice;
    try {
      peer.transport = this.#options.openTransport(offer, {
        packet: (packet) => this.#onPacket(peer, packet),
        open: () => this.#onOpen(peer),
        gone: (why) => this.#drop(peer, why),
      });
      return { peer, offer };
    } catch {
      return 'relayFailed';
    }
  }

  async #answer(peer: Peer, offer: CheckedOffer): Promise<void> {
    const facts = await peer.transport!.facts().catch(() => undefined);
    if (peer.closed) return;
    if (facts === undefined) {
      this.#drop(peer, 'failed');
      return;
    }
    const ssrcs = peer.downlinks.map((downlink) => downlink.ssrc);
    const answer = writeAnswer(offer, ssrcs, facts, this.#options.announcedAddress);
    this.#options.emit({ type: 'answered', peer: peer.id, answer });
  }

  #enter(peer: Peer): void {
    this.#peers.set(peer.id, peer);
    let era = this.#eras.get(peer.era);
    if (!era) {
      era = new Era(peer.era, (broken) => this.#onSendFault(broken), this.#cascade, peer.packetBytes);
      this.#eras.set(peer.era, era);
    }
    era.members++;
    era.settle(peer);
  }

  #onOpen(peer: Peer): void {
    if (peer.open || peer.closed) return;
    peer.open = true;
    this.#connected++;
    this.#eras.get(peer.era)?.settle(peer);
    this.#options.emit({ type: 'connected', peer: peer.id });
  }

  /** The path of every packet: police, read, count, then forward only what the seat allows now. */
  #onPacket(peer: Peer, packet: Buffer): void {
    if (peer.closed) return;
    const now = this.#options.now();
    if (this.#slept(now)) return;
    this.#packetsIn++;
    if (this.#sheds(now)) return;
    if (isRtcp(packet)) {
      this.#onRtcp(peer, packet, now);
      return;
    }
    if (!peer.police.admit(packet.length, now)) {
      this.#refuse(peer);
      return;
    }
    const header = this.#header;
    if (
      readRtp(packet, header, peer.packetBytes) !== 'ok' ||
      header.ssrc !== peer.ssrc ||
      header.payloadType !== peer.payloadType
    ) {
      this.#malformed++;
      return;
    }
    if (!peer.statistics.update(header.sequence, header.timestamp, now)) {
      this.#malformed++;
      return;
    }
    if (peer.statistics.generation !== peer.generation) {
      peer.generation = peer.statistics.generation;
      peer.source = ++this.#lastSource;
    }
    if (!peer.seat.publish) {
      this.#packetsDenied++;
      return;
    }
    peer.publishedAt = now;
    // Listeners tell voices apart by this byte, and every member can derive the keys of all voices: a publisher that could
    // send under the byte of another would be heard in its name.
    if (header.sender !== peer.sender) {
      this.#packetsDenied++;
      return;
    }
    this.#packetsForwarded += this.#eras.get(peer.era)!.forward(peer, header, packet, now);
  }

  #onRtcp(peer: Peer, packet: Buffer, now: number): void {
    if (!peer.police.admitRtcp(now)) {
      this.#refuse(peer);
      return;
    }
    if (!readRtcp(packet, this.#senderReport)) {
      this.#malformed++;
      return;
    }
    if (this.#senderReport.seen && this.#senderReport.ssrc === peer.ssrc) {
      peer.statistics.noteSenderReport(this.#senderReport.ntpMiddle, now);
    }
  }

  /** Before anything is forwarded: whoever did not run for long was given up, and has nothing any more. */
  #slept(now: number): boolean {
    const slept = this.#pace.slept(now);
    if (slept) for (const peer of [...this.#peers.values()]) this.#drop(peer, 'failed');
    return slept;
  }

  /** While it is behind, frames are dropped. */
  #sheds(now: number): boolean {
    const sheds = this.#pace.isBehind(now);
    if (sheds) this.#packetsShed++;
    return sheds;
  }

  #refuse(peer: Peer): void {
    this.#packetsPoliced++;
    if (peer.police.outrageous) this.#drop(peer, 'flooding');
  }

  #report(peer: Peer, now: number): void {
    writeReceiverReport(this.#reportBuffer, this.#reporter, peer.ssrc, peer.statistics, now);
    try {
      peer.transport!.send(this.#reportBuffer);
    } catch {
      this.#onSendFault(peer);
    }
  }

  /** A line that throws belongs to a connection that is on its way out; closed once the fan-out is over. */
  #onSendFault(peer: Peer): void {
    if (this.#broken.size === 0) {
      setImmediate(() => {
        for (const broken of this.#broken) this.#drop(broken, 'failed');
        this.#broken.clear();
      });
    }
    this.#broken.add(peer);
  }

  #drop(peer: Peer, why: Gone): void {
    if (peer.closed || this.#peers.get(peer.id) !== peer) return;
    this.#peers.delete(peer.id);
    const era = this.#eras.get(peer.era);
    if (era) {
      era.leave(peer);
      if (--era.members === 0) {
        this.#cascade.forget(peer.era);
        this.#eras.delete(peer.era);
      }
    }
    if (peer.open) this.#connected--;
    peer.open = false;
    peer.closed = true;
    peer.transport?.dispose();
    this.#options.emit({ type: 'gone', peer: peer.id, why });
  }
}

/** No two listeners of a room see the same numbers on their downlinks. */
function freshDownlinks(offer: CheckedOffer): readonly Downlink[] {
  const drawn = new Set<number>();
  while (drawn.size < offer.slots.length) {
    const ssrc = randomInt(1, 0x1_0000_0000);
    if (ssrc !== offer.uplink.ssrc) drawn.add(ssrc);
  }
  return [...drawn].map(
    (ssrc, slot) =>
      new Downlink(ssrc, offer.slots[slot]!.opus, randomInt(0x1_0000), randomInt(0x1_0000_0000)),
  );
}
