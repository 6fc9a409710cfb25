import { dayIn, minuteOfDay } from './zones.ts';

export type BellLevel = 'always' | 'sometimes' | 'never';

/** Minutes since midnight in the person's zone. */
export type QuietHours = { readonly from: number; readonly to: number };

export type BellSettings = {
  readonly zone: string;
  readonly quiet?: QuietHours;
  /** Milliseconds since 1970; Infinity: until it is taken back. */
  readonly pausedUntil?: number;
};

export type Occasion =
  /** Somebody whom one may follow comes on stage of a room that one may join. */
  | { readonly type: 'onStage'; readonly level: BellLevel; readonly lastTold: number | undefined }
  /** Meant for oneself: an invitation, a ping, a request, a new follower, a change of an event. */
  | { readonly type: 'personal' }
  /** One asked for it. */
  | { readonly type: 'reminder' };

export type Notice = { readonly listed: boolean; readonly rings: boolean };

/** B2: somebody who goes on and off stage is told of once an hour. */
export const alwaysEveryMs = 3_600_000;
/** B14. */
export const ringEveryMs = 60_000;

export type BellFacts = {
  readonly settings: BellSettings;
  readonly occasion: Occasion;
  /** A block either way, or muted for me. */
  readonly shut: boolean;
  /** When this person's devices last rang, milliseconds since 1970. */
  readonly lastRing: number | undefined;
  readonly unix: number;
};

export function notice(facts: BellFacts): Notice {
  const { settings, occasion, unix } = facts;
  if (facts.shut) return { listed: false, rings: false };
  const paused = isPaused(settings, unix);
  const quiet = isQuiet(settings, unix);
  if (occasion.type === 'onStage') {
    const told = !paused && !quiet && isDue(occasion.level, occasion.lastTold, unix, settings.zone);
    return { listed: told, rings: told && mayRing(facts) };
  }
  const silent = paused || (quiet && occasion.type !== 'reminder');
  return { listed: true, rings: !silent && mayRing(facts) };
}

/** B1: without a choice. */
export const levelFor = (chosen: BellLevel | undefined, follows: boolean): BellLevel =>
  follows ? (chosen ?? 'sometimes') : 'never';

export const isPaused = ({ pausedUntil }: BellSettings, unix: number): boolean =>
  pausedUntil !== undefined && unix < pausedUntil;

/** B12. */
export function isQuiet({ quiet, zone }: BellSettings, unix: number): boolean {
  if (!quiet || quiet.from === quiet.to) return false;
  const minute = minuteOfDay(unix, zone);
  return quiet.from < quiet.to
    ? minute >= quiet.from && minute < quiet.to
    : minute >= quiet.from || minute < quiet.to;
}

function isDue(level: BellLevel, lastTold: number | undefined, unix: number, zone: string): boolean {
  if (level === 'never') return false;
  if (lastTold === undefined) return true;
  return level === 'always' ? unix - lastTold >= alwaysEveryMs : dayIn(unix, zone) > dayIn(lastTold, zone);
}

const mayRing = ({ lastRing, unix }: BellFacts): boolean =>
  lastRing === undefined || unix - lastRing >= ringEveryMs;
