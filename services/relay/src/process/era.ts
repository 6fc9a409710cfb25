import { type RtpHeader, rtpHeaderBytes, SlotStream } from '@stoa/core/forwarding';
import { SlotTable } from '@stoa/core/slots';
import { media } from '@stoa/protocol';
import { Listeners } from './listeners.ts';
import type { Peer } from './peer.ts';

/** Told when a line cannot send; must not touch the era before the fan-out is over. */
export type SendFault = (peer: Peer) => void;

/** One era at this relay: its slots, and who hears them. */
export class Era {
  readonly #table = new SlotTable();
  readonly #streams: readonly SlotStream[] = Array.from({ length: media.slots }, () => new SlotStream());
  readonly #talkers: (Peer | undefined)[] = new Array<Peer | undefined>(media.slots).fill(undefined);
  /** Served in this order, so that those who talk with each other wait for nobody. */
  readonly #stage = new Listeners();
  readonly #audience = new Listeners();
  /** The one buffer of all copies: the library copies what it is given before `send` returns. */
  readonly #out: Buffer;
  readonly #header: DataView;
  readonly #onFault: SendFault;
  /** The one size of all its packets. */
  readonly packetBytes: number;
  members = 0;

  constructor(onFault: SendFault, packetBytes: number) {
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
      peer.speaker = undefined;
      peer.publishedAt = undefined;
    }
    this.#unlist(peer);
    if (peer.open && peer.seat.subscribe) (peer.seat.onStage ? this.#stage : this.#audience).add(peer);
    peer.downlinks.forEach((downlink, slot) => {
      downlink.hold(!peer.seat.subscribe || this.#talkers[slot] === peer, this.#streams[slot]!);
    });
  }

  leave(peer: Peer): void {
    this.#silence(peer);
    peer.speaker = undefined;
    this.#unlist(peer);
  }

  /** Sends one packet to everybody who should hear it; how many that were. */
  forward(peer: Peer, header: RtpHeader, packet: Buffer, now: number): number {
    if (peer.speaker === undefined) return 0;
    const slot = this.#table.hear(peer.speaker, header.level, now);
    if (slot < 0) return 0;
    const stream = this.#streams[slot]!;
    if (this.#talkers[slot] !== peer) this.#changeTalker(slot, peer);
    if (!stream.take(peer.source, header.sequence, header.timestamp, now)) return 0;
    packet.copy(this.#out, rtpHeaderBytes, rtpHeaderBytes);
    return this.#send(this.#stage, slot, stream, peer) + this.#send(this.#audience, slot, stream, peer);
  }

  #send(listeners: Listeners, slot: number, stream: SlotStream, talker: Peer): number {
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

  #changeTalker(slot: number, peer: Peer): void {
    const stream = this.#streams[slot]!;
    const previous = this.#talkers[slot];
    this.#talkers[slot] = peer;
    previous?.downlinks[slot]?.hold(!previous.seat.subscribe, stream);
    peer.downlinks[slot]?.hold(true, stream);
  }

  #silence(peer: Peer): void {
    if (peer.speaker !== undefined) this.#table.release(peer.speaker);
    this.#talkers.forEach((talker, slot) => {
      if (talker !== peer) return;
      const stream = this.#streams[slot]!;
      stream.release();
      this.#talkers[slot] = undefined;
      peer.downlinks[slot]?.hold(!peer.seat.subscribe, stream);
    });
  }

  #unlist(peer: Peer): void {
    if (!this.#stage.remove(peer)) this.#audience.remove(peer);
  }
}
