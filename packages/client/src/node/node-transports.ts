import { type FrameOpener, type FrameSealer, levelOfRms } from '@stoa/e2ee/frame';
import { media } from '@stoa/protocol';
import { DatachannelLink, type PacketTap } from '../adapters/datachannel/link.ts';
import { type OpusEncoder, opusEncoder } from '../adapters/opus/opus-codec.ts';
import { Handover } from '../media/handover.ts';
import type { MediaTransport, TransportEvents } from '../room/ports.ts';
import { type Ear, earBanks } from './audio/ear.ts';
import type { Pacer } from './audio/pacer.ts';
import { frameSamples, type PcmSource, rmsOf } from './audio/source.ts';
import type { MediaCounts } from './media-counts.ts';

type Ports = {
  readonly pacer: Pacer;
  readonly opener: FrameOpener;
  readonly sealer: FrameSealer;
  readonly ear: Ear | undefined;
  readonly counts: MediaCounts;
  readonly tap: PacketTap | undefined;
};

type Held = { readonly n: number; readonly bank: number; readonly link: DatachannelLink };

/** All media transports of one life. Sound is encoded and sealed once, whichever of them takes it. */
export class NodeTransports {
  readonly #ports: Ports;
  readonly #handover = new Handover();
  readonly #held: Held[] = [];
  readonly #frame = new Int16Array(frameSamples);
  readonly #encoder: OpusEncoder = opusEncoder();
  #source: PcmSource | undefined;
  #stop: (() => void) | undefined;
  #last = 0;
  /** Loudness of what was said last. */
  level = 0;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  open(events: TransportEvents, second: boolean): MediaTransport<PcmSource> {
    const { counts, opener, ear, tap } = this.#ports;
    const n = ++this.#last;
    const bank = this.#freeBank();
    counts.fresh(bank);
    const link = new DatachannelLink({
      up: events.up,
      down: events.down,
      ...(tap && { tap }),
      packet: (slot, sequence, payload) => {
        if (!this.#handover.hears(n, payload)) return;
        const line = slot + bank * media.slots;
        counts.arrived(line, sequence);
        // The library uses its buffer again, and opening takes a moment.
        void opener.open(new Uint8Array(payload)).then((opened) => {
          if (typeof opened === 'string') counts.dropped(opened);
          else ear?.take(line, sequence, opened.opus);
        });
      },
    });
    this.#held.push({ n, bank, link });
    if (!second) this.#handover.carry(n);
    this.#stop ??= this.#ports.pacer.add(() => this.#tick());
    return {
      offer: async () => link.offer(),
      answer: async (text) => link.answer(text),
      publish: async (next) => {
        this.#source = next;
        if (!next) this.level = 0;
      },
      carry: () => this.#handover.carry(n),
      signsOfLife: async () => link.received,
      exchanges: async () => link.exchanges(),
      close: () => this.#close(n),
    };
  }

  #tick(): void {
    const stamped = this.#held.map(({ n, link }) => ({ n, link, timestamp: link.tick() }));
    if (!this.#source) return;
    this.#source.read(this.#frame);
    this.level = levelOfRms(rmsOf(this.#frame));
    void this.#ports.sealer
      .seal(this.#encoder.encode(this.#frame), levelOfRms(rmsOf(this.#frame)))
      .then((payload) => {
        const out = stamped.find(({ n }) => this.#handover.speaks(n));
        if (!payload || !out) return;
        this.#ports.counts.sent();
        this.#handover.spoke(payload);
        out.link.send(payload, out.timestamp);
      });
  }

  #close(n: number): void {
    const at = this.#held.findIndex((held) => held.n === n);
    const [held] = at < 0 ? [] : this.#held.splice(at, 1);
    held?.link.close();
    this.#handover.ended(n);
    if (this.#held.length > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Each transport numbers its slots' packets anew: two of them must not meet in one line of the ear. */
  #freeBank(): number {
    for (let bank = 0; bank < earBanks - 1; bank++)
      if (!this.#held.some((held) => held.bank === bank)) return bank;
    return earBanks - 1;
  }
}
