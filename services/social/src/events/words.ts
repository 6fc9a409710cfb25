import { cleanLines, cleanTitle } from '@stoa/protocol';
import { eventLimits } from '@stoa/protocol/social';
import { Refusal } from '../http/refusal.ts';
import { isSchedulable } from './event-sight.ts';
import { readLocal } from './time.ts';

export function readTitle(text: string): string {
  return cleanTitle(text) ?? bad('The title is empty or too long.');
}

export function readDescription(text: string): string {
  return cleanLines(text, eventLimits.descriptionCodePoints) ?? bad('The description is too long.');
}

/** V10, V11. */
export function readStart(starts: string, zone: string, now: number): number {
  const unix = readLocal(starts, zone);
  if (unix === undefined) return bad('There is no such time or time zone.');
  return isSchedulable(unix, now) ? unix : bad('An event begins in the future, within about a year.');
}

function bad(sentence: string): never {
  throw new Refusal('malformed', sentence);
}
