import type { KeySession } from '@stoa/e2ee';
import { makeEvidence, type VoiceRecorder } from '@stoa/e2ee/evidence';

/** The clock of the opener whose frames the recorder keeps, and what turns its times into ms since 1970. */
export type RecorderClock = { readonly now: () => number; readonly origin: number };

/**
 * What can be proven of what somebody said in the last 30 s, and of their last 50 messages; undefined when that is nothing.
 * Made where the keys are; the bytes are to be sealed before they go anywhere.
 */
export async function heardEvidence(
  keys: Pick<KeySession, 'about'>,
  recorder: VoiceRecorder,
  leaf: number,
  clock: RecorderClock,
  subtle: SubtleCrypto,
): Promise<Uint8Array | undefined> {
  const about = keys.about(leaf);
  if (!about) return undefined;
  const kept = recorder.about(leaf, clock.now());
  return makeEvidence(about, kept, (at) => clock.origin + at, subtle);
}
