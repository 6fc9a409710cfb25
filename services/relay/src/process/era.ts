import { type Downlink, type RtpHeader, rtpHeaderBytes, SlotStream } from '@stoa/core/forwarding';
import { SlotTable, type Speaker } from '@stoa/core/slots';
import { type EraId, type LinkId, media } from '@stoa/protocol';
import { Listeners } from './listeners.ts';
import type { Peer } from './peer.ts';

/** Told when a line cannot send; must not touch the era before the fan-out is over. */
export type SendFault = (peer: Peer) => void;

/** Somebody whose packets fill slots: a peer of this relay, or a voice of another one. */
export type Talker = {
  readonly speaker: Speaker | undefined;
  /** Which relay it speaks at; undefined: this one. */
  readonly from: LinkId | undefined;
  /** Changes when its sequence restarts. */
  readonly source: number;
  readonly downlinks: readonly Downlink[];
  readonly seat: { readonly subscribe: boolean };
};

/** Where frames of this relay's own peers go besides, and the news that one publishes no more. */
export type Onward = { pass(peer: Peer, packet: Buffer): void; silence(peer: Peer): void };

/** One era at this relay: its slots, and who hears them. */
export class Era {
  readonly #table = new SlotTable();
  readonly #streams: readonly SlotStream[] = Array.from({ length: media.slots }, () => new SlotStream());
  readonly #talkers: (Talker | undefined)[] = new Array<Talker | undefined>(media.slots).fill(undefined);
  /** Sender byte of the voice in each slot. */
  readonly #senders = new Uint8Array(media.slots);
  /** And the counter of its newest frame. */
  readonly #counters = new Uint32Array(media.slots);
  /** Served in this order, so that those who talk with each other wait for nobody. */
  readonly #stage = new Listeners();
  readonly #audience = new Listeners();
  /** The one buffer of all copies: the library copies what it is given before `send` returns. */
  readonly #out: Buffer;
  readonly #header: DataView;
  readonly #onFault: SendFault;
  readonly #onward: Onward;
  readonly id: EraId;
  /** The one size of all its packets. */
  readonly packetBytes: number;
  members = 0;

  constructor(id: EraId, onFault: SendFault, onward: Onward, packetBytes: number) {
    this.id = id;
    this.#onward = onward;
    this.#onFault = onFault;
    this.packetBytes = packetBytes;
    this.#out = Buffer.alloc(packetBytes);
    this.#header = new DataView(this.#out.buffer, this.#out.byteOffset, rtpHeaderBytes);
  }

  /** Makes the era's view of a peer fit its seat and its transport, at once. */
  settle(peer: Peer): void {
    if (peer.seat.publish && peer.speaker === undefined) peer.speaker = this.#table.admit();
    if (!peer.seat.publish && peer.speaker !== undefined) {
      this.#silence(peer);
    }
    this.#unlist(peer);
    if (peer.open && peer.seat.subscribe) (peer.seat.onStage ? this.#stage : this.#audience).add(peer);
    peer.downlinks.forEach((downlink, slot) => {
      downlink.hold(!peer.seat.subscribe || this.#talkers[slot] === peer, this.#streams[slot]!);
    });
  }

  leave(peer: Peer): void {
    this.#silence(peer);
    this.#unlist(peer);
  }

  /** Gives back what it held: its slot is free at once. */
  release(gone: Talker): void {
    if (gone.speaker !== undefined) this.#table.release(gone.speaker);
    this.#talkers.forEach((talker, slot) => {
      if (talker !== gone) return;
      const stream = this.#streams[slot]!;
      stream.release();
      this.#talkers[slot] = undefined;
      gone.downlinks[slot]?.hold(!gone.seat.subscribe, stream);
    });
  }

  /** Sends a packet of a peer to everybody who should hear it, here and beyond; how many that were here. */
  forward(peer: Peer, header: RtpHeader, packet: Buffer, now: number): number {
    const slot = this.#take(peer, header, now);
    if (slot < 0) return 0;
    packet.copy(this.#out, rtpHeaderBytes, rtpHeaderBytes);
    const stream = this.#streams[slot]!;
    const sent = this.#send(this.#stage, slot, stream, peer);
    // Before the audience: there are people on stage at other relays, too.
    this.#onward.pass(peer, packet);
    return sent + this.#send(this.#audience, slot, stream, peer);
  }

  /** Sends a packet that came from another relay to those who are here. */
  hear(voice: Talker, header: RtpHeader, packet: Buffer, now: number): number {
    const slot = this.#take(voice, header, now);
    if (slot < 0) return 0;
    packet.copy(this.#out, rtpHeaderBytes, rtpHeaderBytes);
    const stream = this.#streams[slot]!;
    return this.#send(this.#stage, slot, stream, voice) + this.#send(this.#audience, slot, stream, voice);
  }

  /** For a voice of another relay. */
  admit(): Speaker {
    return this.#table.admit();
  }

  /** The slot that the packet goes out in, or -1: nowhere. */
  #take(talker: Talker, header: RtpHeader, now: number): number {
    if (talker.speaker === undefined) return -1;
    if (talker.speaker.slot < 0 && !this.#follow(talker, talker.speaker, header)) return -1;
    const slot = this.#table.hear(talker.speaker, header.level, now);
    if (slot < 0) return -1;
    const stream = this.#streams[slot]!;
    this.#senders[slot] = header.sender;
    this.#counters[slot] = header.counter;
    if (this.#talkers[slot] !== talker) this.#changeTalker(slot, talker);
    return stream.take(talker.source, header.sequence, header.timestamp, now) ? slot : -1;
  }

  /**
   * Who moves between relays has two transports for a moment, and its frames come the one way and then the other. The voice goes
   * on in its slot; what comes the older way after that was late, and is not heard. False: it is such a late one.
   */
  #follow(talker: Talker, speaker: Speaker, { sender, counter }: RtpHeader): boolean {
    for (let slot = 0; slot < this.#talkers.length; slot++) {
      const other = this.#talkers[slot];
      if (other?.speaker === undefined || this.#senders[slot] !== sender) continue;
      if (other.from === talker.from) continue;
      if (counter <= this.#counters[slot]!) return false;
      this.#table.hand(other.speaker, speaker);
      return true;
    }
    return true;
  }

  #send(listeners: Listeners, slot: number, stream: SlotStream, talker: Talker): number {
    const out = this.#out;
    const header = this.#header;
    const { peers, transports } = listeners;
    const lines = listeners.lines[slot]!;
    let sent = 0;
    for (let i = 0; i < lines.length; i++) {
      if (peers[i] === talker) continue;
      lines[i]!.write(header, stream);
      try {
        if (transports[i]!.send(out)) sent++;
      } catch {
        this.#onFault(peers[i]!);
      }
    }
    return sent;
  }

  #changeTalker(slot: number, talker: Talker): void {
    const stream = this.#streams[slot]!;
    const previous = this.#talkers[slot];
    this.#talkers[slot] = talker;
    previous?.downlinks[slot]?.hold(!previous.seat.subscribe, stream);
    talker.downlinks[slot]?.hold(true, stream);
  }

  #silence(peer: Peer): void {
    if (peer.speaker !== undefined) this.#onward.silence(peer);
    this.release(peer);
    peer.speaker = undefined;
    peer.publishedAt = undefined;
  }

  #unlist(peer: Peer): void {
    if (!this.#stage.remove(peer)) this.#audience.remove(peer);
  }
}
