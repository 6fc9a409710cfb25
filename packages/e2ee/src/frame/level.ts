/**
 * Loudness in four steps. It is the one thing about a voice that the relay sees, so it is as coarse as
 * choosing the speakers to forward allows.
 *
 *   step   RMS of 20 ms, full scale = 1      meaning
 *   0      below 0.0032 (-50 dBFS)           silence, room noise
 *   1      below 0.0126 (-38 dBFS)           breath, far voice
 *   2      below 0.0501 (-26 dBFS)           quiet speech
 *   3      from  0.0501                      speech
 */
import type { Level } from './frame-format.ts';

const STEP_1 = 10 ** (-50 / 20);
const STEP_2 = 10 ** (-38 / 20);
const STEP_3 = 10 ** (-26 / 20);

/** Step of a root mean square between 0 and 1. Anything that is not a number counts as silence. */
export function levelOfRms(rms: number): Level {
  if (rms >= STEP_3) return 3;
  if (rms >= STEP_2) return 2;
  if (rms >= STEP_1) return 1;
  return 0;
}
