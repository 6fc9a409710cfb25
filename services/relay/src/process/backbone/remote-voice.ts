import { type Downlink, UplinkPolice } from '@stoa/core/forwarding';
import type { Speaker } from '@stoa/core/slots';
import type { LinkId } from '@stoa/protocol';
import type { Era, Talker } from '../era.ts';

const noLines: readonly Downlink[] = [];
const nothingHeard = { subscribe: false } as const;

/** A publisher of an era whose transport is at another relay. */
export class RemoteVoice implements Talker {
  readonly era: Era;
  readonly from: LinkId;
  readonly speaker: Speaker;
  /** It hears nothing here. */
  readonly downlinks = noLines;
  readonly seat = nothingHeard;
  readonly police: UplinkPolice;
  source: number;
  generation: number;
  heardAt: number;

  constructor(era: Era, from: LinkId, source: number, generation: number, now: number) {
    this.era = era;
    this.from = from;
    this.speaker = era.admit();
    this.police = new UplinkPolice(era.packetBytes);
    this.source = source;
    this.generation = generation;
    this.heardAt = now;
  }
}
