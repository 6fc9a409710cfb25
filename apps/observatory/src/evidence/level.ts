// Voice levels among header extension elements (RFC 6464): one byte, the top bit for voice, the rest decibels below full scale.
import type { RtpStream } from './rtp-streams.ts';

export type Levels = {
  readonly id: number;
  readonly values: readonly number[];
  readonly at: readonly number[];
  readonly quietest: number;
  readonly loudest: number;
};

const LEAST = 8;
const SILENCE = 127;

/**
 * Without the signaling nobody says what an element is. A level is one byte in each packet, moves in small steps or
 * rests at silence; an encrypted one (RFC 9335) jumps anywhere, a stream's name (RFC 8843) stays the same character.
 */
export function levelsOf(stream: RtpStream): Levels | undefined {
  for (const [id, { lengths, values, at }] of stream.elements) {
    if (
      lengths.size !== 1 ||
      !lengths.has(1) ||
      values.length < LEAST ||
      values.length < 0.8 * stream.numbers.length
    )
      continue;
    const levels = values.map((value) => value & 127);
    const silent = levels.filter((level) => level === SILENCE).length;
    const distinct = new Set(values).size;
    const jump =
      levels.slice(1).reduce((sum, level, i) => sum + Math.abs(level - levels[i]!), 0) / (levels.length - 1);
    // Two independent uniform values of 0 to 127 are 43 apart on average; with n packets the mean spreads by 30 / sqrt(n).
    const isSmooth = jump < 43 - 4 * (30 / Math.sqrt(levels.length)) && distinct >= 3;
    const isSilence = silent >= 0.5 * levels.length && (distinct > 1 || levels.length >= 50);
    if (isSmooth || isSilence)
      return { id, values, at, quietest: -Math.max(...levels), loudest: -Math.min(...levels) };
  }
  return undefined;
}
