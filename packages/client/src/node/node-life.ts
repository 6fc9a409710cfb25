import { randomBytes } from 'node:crypto';
import { createKeySession } from '@stoa/e2ee';
import { VoiceRecorder } from '@stoa/e2ee/evidence';
import { createFrameOpener, createFrameSealer } from '@stoa/e2ee/frame';
import { leaf } from '@stoa/protocol';
import type { PacketTap } from '../adapters/datachannel/link.ts';
import { heardEvidence } from '../evidence/heard-evidence.ts';
import type { Life } from '../room/ports.ts';
import type { VoiceReport } from '../room/voices.ts';
import type { Ear } from './audio/ear.ts';
import type { Pacer } from './audio/pacer.ts';
import type { PcmSource } from './audio/source.ts';
import type { MediaCounts } from './media-counts.ts';
import { NodeTransports } from './node-transports.ts';

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
  let onVoices: (reports: readonly VoiceReport[], ownLevel: number) => void = () => {};

  const report = setInterval(() => {
    const at = now();
    const voices = opener.voices().map((voice) => ({
      leaf: leaf(voice.leaf),
      level: at - voice.lastHeardAt < quietAfterMs ? voice.level : 0,
      verified: voice.verified,
    }));
    if (voices.length > 0 || transports.level > 0) onVoices(voices, transports.level);
  }, reportEveryMs);
  report.unref();

  const transports = new NodeTransports({ pacer, opener, sealer, ear, counts, tap });

  return {
    keys,
    transport: (events, second = false) => transports.open(events, second),
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
