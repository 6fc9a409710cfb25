import { randomInt } from 'node:crypto';
import type { Destination } from '@stoa/core/fleet';
import { dtlsFingerprint, media } from '@stoa/protocol';
import { Audio, PeerConnection, type Track } from 'node-datachannel';
import { answerDestinations } from '../../fence/answer-destinations.ts';
import type { Exchange } from '../../fence/contacts.ts';
import { answerFault } from '../../media/session-text.ts';
import { offerText, payloadType, readAnswer, readLocal } from './descriptions.ts';
import { readRtp, rtpHeaderBytes, writeRtp } from './rtp.ts';

/** Sees RTP before it is encrypted for the hop and after it was decrypted. */
export type PacketTap = (way: 'up' | 'down', rtp: Uint8Array) => void;

export type LinkEvents = {
  up(): void;
  down(): void;
  readonly tap?: PacketTap;
  /** The payload is only good during the call. */
  packet(slot: number, sequence: number, payload: Uint8Array): void;
};

/**
 * The media transport of a Node participant: libdatachannel with a single track, which hands over every packet
 * unsorted; the relay still sees a browser's five lines. With more tracks the library's own sorting of RTCP can be
 * made to run for ever by a malformed packet (0.24.5).
 */
export class DatachannelLink {
  readonly #connection: PeerConnection;
  readonly #events: LinkEvents;
  /** Kept for as long as the link: the library closes a track whose wrapper is collected. */
  readonly #track: Track;
  readonly #ssrc = randomInt(1, 2 ** 32 - 1);
  #slotOf: ReadonlyMap<number, number> = new Map();
  #sequence = randomInt(2 ** 16);
  #timestamp = randomInt(2 ** 32);
  #isUp = false;
  #isClosed = false;
  #received = 0;
  #sentBytes = 0;
  #receivedBytes = 0;
  /** Where the answer leads: each of them gets connectivity checks. */
  #named: readonly Destination[] = [];

  constructor(events: LinkEvents) {
    this.#events = events;
    this.#connection = new PeerConnection('', { iceServers: [], disableAutoNegotiation: true });
    const line = new Audio('0', 'SendRecv');
    line.addOpusCodec(payloadType);
    line.addSSRC(this.#ssrc, 'uplink');
    this.#track = this.#connection.addTrack(line);
    // An exception in a callback aborts the process, so each is guarded.
    this.#track.onMessage((packet) => this.#guard(() => this.#arrived(packet)));
    this.#track.onOpen(() =>
      this.#guard(() => {
        this.#isUp = true;
        events.up();
      }),
    );
    this.#track.onClosed(() => {});
    this.#connection.onStateChange((state) =>
      this.#guard(() => {
        if (state === 'failed' || state === 'closed' || state === 'disconnected') events.down();
      }),
    );
  }

  /** Packets that came in, RTCP not counted. */
  get received(): number {
    return this.#received;
  }

  /** Media bytes go by the pair that was chosen; checks, which are not counted, to all that the answer named. */
  exchanges(): Exchange[] {
    const none = this.#named.map((there) => ({ ...there, sentBytes: 0, receivedBytes: 0 }));
    const chosen = this.#isClosed ? undefined : this.#connection.getSelectedCandidatePair()?.remote;
    if (!chosen) return none;
    const { address, port } = chosen;
    const bytes = { sentBytes: this.#sentBytes, receivedBytes: this.#receivedBytes };
    return [...none, { address, port, transport: 'udp', ...bytes }];
  }

  offer(): { readonly text: string; readonly fingerprint: string } {
    this.#connection.setLocalDescription('offer');
    const sdp = this.#connection.localDescription()?.sdp;
    if (!sdp) throw new Error('the library made no offer');
    const text = offerText(readLocal(sdp), this.#ssrc);
    const fingerprint = dtlsFingerprint(text);
    if (!fingerprint) throw new Error('the library offers no SHA-256 certificate');
    return { text, fingerprint };
  }

  answer(text: string): void {
    const fault = answerFault(text, 1 + media.slots);
    if (fault) throw new Error(fault);
    const { slotOf, forLibrary } = readAnswer(text);
    this.#slotOf = slotOf;
    this.#named = answerDestinations(text) ?? [];
    this.#connection.setRemoteDescription(forLibrary, 'answer');
  }

  /** One tick of the sending clock passes, whether or not something is sent in it. */
  tick(): number {
    this.#timestamp = (this.#timestamp + media.frameTicks) >>> 0;
    return this.#timestamp;
  }

  send(payload: Uint8Array, timestamp: number): void {
    if (!this.#isUp || this.#isClosed) return;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const packet = writeRtp(payloadType, this.#sequence, timestamp, this.#ssrc, payload);
    this.#events.tap?.('up', packet);
    this.#sentBytes += packet.length;
    this.#guard(() => this.#track.sendMessageBinary(packet));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Later, because this may be running inside one of the callbacks that it frees.
    setImmediate(() => {
      for (const end of [() => this.#track.close(), () => this.#connection.close()]) {
        try {
          end();
        } catch {
          // Closed by the other side already.
        }
      }
    });
  }

  #arrived(packet: Buffer): void {
    if (this.#isClosed) return;
    const rtp = readRtp(packet);
    if (!rtp || packet.length < rtpHeaderBytes) return;
    const slot = this.#slotOf.get(packet.readUInt32BE(8));
    if (slot === undefined) return;
    this.#received++;
    this.#receivedBytes += packet.length;
    this.#events.tap?.('down', packet);
    this.#events.packet(slot, rtp.sequence, rtp.payload);
  }

  #guard(action: () => void): void {
    if (this.#isClosed) return;
    try {
      action();
    } catch {
      this.#isClosed || this.#events.down();
    }
  }
}
