import { randomBytes } from 'node:crypto';
import { createKeySession } from '@stoa/e2ee';
import { VoiceRecorder } from '@stoa/e2ee/evidence';
import { createFrameOpener, createFrameSealer, levelOfRms } from '@stoa/e2ee/frame';
import { leaf } from '@stoa/protocol';
import { DatachannelLink, type PacketTap } from '../adapters/datachannel/link.ts';
import { opusEncoder } from '../adapters/opus/opus-codec.ts';
import { heardEvidence } from '../evidence/heard-evidence.ts';
import type { Life, MediaTransport } from '../room/ports.ts';
import type { VoiceReport } from '../room/voices.ts';
import type { Ear } from './audio/ear.ts';
import type { Pacer } from './audio/pacer.ts';
import { frameSamples, type PcmSource, rmsOf } from './audio/source.ts';
import type { MediaCounts } from './media-counts.ts';

const reportEveryMs = 100;
const quietAfterMs = 300;

/** One fresh join of a Node participant: keys in this process, frames sealed and opened beside them. */
export async function nodeLife(
  pacer: Pacer,
  ear: Ear | undefined,
  counts: MediaCounts,
  tap?: PacketTap,
): Promise<Life<PcmSource>> {
  const keys = await createKeySession({ random: (length) => new Uint8Array(randomBytes(length)) });
  const { subtle } = globalThis.crypto;
  const now = () => performance.now();
  const delay = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));
  // Whoever decodes nothing is one of many and reports nobody.
  const recorder = ear && new VoiceRecorder();
  const keeper = recorder && { keeper: recorder };
  const opener = createFrameOpener(keys.frames, { subtle, now, delay, ...keeper });
  const clock = { now, origin: performance.timeOrigin };
  const sealer = createFrameSealer(keys.frames, { subtle });
  let ownLevel = 0;
  let onVoices: (reports: readonly VoiceReport[], ownLevel: number) => void = () => {};

  const report = setInterval(() => {
    const at = now();
    const voices = opener.voices().map((voice) => ({
      leaf: leaf(voice.leaf),
      level: at - voice.lastHeardAt < quietAfterMs ? voice.level : 0,
      verified: voice.verified,
    }));
    if (voices.length > 0 || ownLevel > 0) onVoices(voices, ownLevel);
  }, reportEveryMs);
  report.unref();

  const transport: Life<PcmSource>['transport'] = (events): MediaTransport<PcmSource> => {
    const encoder = opusEncoder();
    const frame = new Int16Array(frameSamples);
    let source: PcmSource | undefined;
    const link = new DatachannelLink({
      up: events.up,
      down: events.down,
      ...(tap && { tap }),
      packet: (slot, sequence, payload) => {
        counts.arrived(slot, sequence);
        // The library uses its buffer again, and opening takes a moment.
        void opener.open(new Uint8Array(payload)).then((opened) => {
          if (typeof opened === 'string') counts.dropped(opened);
          else ear?.take(slot, sequence, opened.opus);
        });
      },
    });
    const stop = pacer.add(() => {
      const timestamp = link.tick();
      if (!source) return;
      source.read(frame);
      ownLevel = levelOfRms(rmsOf(frame));
      void sealer.seal(encoder.encode(frame), levelOfRms(rmsOf(frame))).then((payload) => {
        if (!payload) return;
        counts.sent();
        link.send(payload, timestamp);
      });
    });
    return {
      offer: async () => link.offer(),
      answer: async (text) => link.answer(text),
      publish: async (next) => {
        source = next;
        if (!next) ownLevel = 0;
      },
      signsOfLife: async () => link.received,
      close: () => {
        stop();
        link.close();
      },
    };
  };

  return {
    keys,
    transport,
    listenTo: () => {},
    onVoices: (callback) => {
      onVoices = callback;
    },
    evidence: async (leaf) => recorder && heardEvidence(keys, recorder, leaf, clock, subtle),
    close: () => {
      clearInterval(report);
      recorder?.close();
      keys.close();
    },
  };
}
