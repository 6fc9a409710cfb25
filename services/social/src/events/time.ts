import { instantOf, isZone, type WallClock, wallClock } from '@stoa/core/bells';

/** `YYYY-MM-DDTHH:MM` in a zone as milliseconds since 1970; undefined for a day, hour or zone that does not exist. */
export function readLocal(text: string, zone: string): number | undefined {
  const [, ...parts] = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/.exec(text) ?? [];
  if (parts.length === 0 || !isZone(zone)) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute));
  const real = year >= 1970 && date.toISOString().slice(0, 16) === text;
  return real ? instantOf({ year, month, day, hour, minute }, zone) : undefined;
}

/** What a clock in the zone shows then. */
export function showLocal(unix: number, zone: string): string {
  const { year, month, day, hour, minute }: WallClock = wallClock(unix, zone);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}
