import { RtpHeader, readRtp } from '@stoa/core/forwarding';
import type { EraId, LinkId } from '@stoa/protocol';
import type { Era, Onward } from '../era.ts';
import type { Peer } from '../peer.ts';
import type { Backbone } from './backbone.ts';
import {
  eraIn,
  frameKind,
  linkHeaderBytes,
  longestLinkMessage,
  silenceKind,
  voiceIn,
  writeLinkHeader,
} from './link-message.ts';
import { RemoteVoice } from './remote-voice.ts';

/** A publisher sends all the time; one that was not heard of for so long is gone, whatever became of its relay. */
const silentVoiceMs = 5_000;
/** Of one relay: more than there are seats on any stage. */
const mostVoices = 512;

export type CascadeOptions = {
  readonly backbone: Backbone | undefined;
  readonly era: (id: EraId) => Era | undefined;
  readonly now: () => number;
  /** A number for a source of packets that no other source had. */
  readonly nextSource: () => number;
};

/** One era over several relays: what is heard here goes once to each other relay of the era, and comes from there. */
export class Cascade implements Onward {
  readonly #options: CascadeOptions;
  readonly #links = new Map<EraId, readonly LinkId[]>();
  readonly #voices = new Map<LinkId, Map<number, RemoteVoice>>();
  readonly #out = Buffer.alloc(longestLinkMessage);
  /** By the length of a whole message: a view for each of the two packet sizes. */
  readonly #views = new Map<number, Buffer>();
  readonly #header = new RtpHeader();
  framesOut = 0;
  framesIn = 0;

  constructor(options: CascadeOptions) {
    this.#options = options;
  }

  /** Whoever is not named any more is heard no more. */
  link(id: EraId, links: readonly LinkId[]): void {
    if (links.length > 0) this.#links.set(id, links);
    else this.#links.delete(id);
    for (const [link, voices] of this.#voices) {
      if (links.includes(link)) continue;
      for (const [number, voice] of voices) if (voice.era.id === id) this.#end(link, number, voice);
    }
  }

  /** The era is empty here: it hears nobody, and its links are told anew when it begins again. */
  forget(id: EraId): void {
    this.link(id, []);
  }

  pass(peer: Peer, packet: Buffer): void {
    const links = this.#links.get(peer.era);
    if (links === undefined) return;
    const message = this.#view(linkHeaderBytes + packet.length);
    writeLinkHeader(message, frameKind, peer.generation, peer.voice, peer.era);
    packet.copy(message, linkHeaderBytes);
    for (let i = 0; i < links.length; i++) this.#options.backbone?.send(links[i]!, message);
    this.framesOut += links.length;
  }

  silence(peer: Peer): void {
    const links = this.#links.get(peer.era);
    if (links === undefined) return;
    const message = this.#view(linkHeaderBytes);
    writeLinkHeader(message, silenceKind, 0, peer.voice, peer.era);
    for (const link of links) this.#options.backbone?.send(link, message);
  }

  /** How many listeners here heard it. Whatever is not exactly what a relay of the era may send is dropped. */
  received(from: LinkId, message: Buffer): number {
    if (message.length < linkHeaderBytes) return 0;
    const number = voiceIn(message);
    const known = this.#voices.get(from)?.get(number);
    if (message[0] === silenceKind) {
      if (known) this.#end(from, number, known);
      return 0;
    }
    if (message[0] !== frameKind) return 0;
    const now = this.#options.now();
    const voice = known ?? this.#begin(from, number, message, now);
    if (voice === undefined || !voice.police.admit(message.length - linkHeaderBytes, now)) return 0;
    const packet = message.subarray(linkHeaderBytes);
    if (readRtp(packet, this.#header, voice.era.packetBytes) !== 'ok') return 0;
    voice.heardAt = now;
    if (voice.generation !== message[1]) {
      voice.generation = message[1]!;
      voice.source = this.#options.nextSource();
    }
    this.framesIn++;
    return Math.max(0, voice.era.hear(voice, this.#header, packet, now));
  }

  second(now: number): void {
    for (const [link, voices] of this.#voices) {
      for (const [number, voice] of voices) {
        voice.police.second();
        if (now - voice.heardAt >= silentVoiceMs) this.#end(link, number, voice);
      }
    }
  }

  #begin(from: LinkId, number: number, message: Buffer, now: number): RemoteVoice | undefined {
    const id = eraIn(message);
    const era = this.#options.era(id);
    if (era === undefined || !this.#links.get(id)?.includes(from)) return undefined;
    let voices = this.#voices.get(from);
    if (voices === undefined) {
      voices = new Map();
      this.#voices.set(from, voices);
    }
    if (voices.size >= mostVoices) return undefined;
    const voice = new RemoteVoice(era, from, this.#options.nextSource(), message[1]!, now);
    voices.set(number, voice);
    return voice;
  }

  #end(link: LinkId, number: number, voice: RemoteVoice): void {
    voice.era.release(voice);
    const voices = this.#voices.get(link)!;
    voices.delete(number);
    if (voices.size === 0) this.#voices.delete(link);
  }

  #view(length: number): Buffer {
    let view = this.#views.get(length);
    if (view === undefined) {
      view = this.#out.subarray(0, length);
      this.#views.set(length, view);
    }
    return view;
  }
}
