/** A wall clock: year, month (1 to 12), day, hour, minute. */
export type WallClock = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known) return known;
  // Offsets such as +02:00 are zones to newer platforms; a place's rules are what is wanted.
  if (zone.length > 64 || !/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(zone)) return undefined;
  try {
    const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
    // There are about 600 names; more spellings than that are somebody's play with letter case.
    if (formats.size >= 1_000) formats.clear();
    formats.set(zone, format);
    return format;
  } catch {
    return undefined;
  }
}

/** B20. */
export const isZone = (zone: string): boolean => formatOf(zone) !== undefined;

/** What a clock in the zone shows at that instant (milliseconds since 1970). RangeError for a zone nobody knows. */
export function wallClock(unix: number, zone: string): WallClock {
  const parts = new Map(
    must(zone)
      .formatToParts(unix)
      .map((part) => [part.type, Number(part.value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

/** B21: milliseconds since 1970. RangeError for a zone nobody knows. */
export function instantOf(wall: WallClock, zone: string): number {
  const asUtc = utc(wall);
  const hour = 3_600_000;
  // No zone moves its clock twice within two days, so one of these two offsets is the right one.
  const before = offsetAt(asUtc - 24 * hour, zone);
  const after = offsetAt(asUtc + 24 * hour, zone);
  const shows = (instant: number): boolean => utc(wallClock(instant, zone)) === asUtc;
  if (shows(asUtc - before)) return asUtc - before;
  if (shows(asUtc - after)) return asUtc - after;
  // Skipped: read with the offset of before, the clock shows as much more as it skips.
  return asUtc - before;
}

/** Minutes since midnight. */
export function minuteOfDay(unix: number, zone: string): number {
  const { hour, minute } = wallClock(unix, zone);
  return 60 * hour + minute;
}

/** The day in the zone, as a number that grows by one a day. */
export function dayIn(unix: number, zone: string): number {
  const { year, month, day } = wallClock(unix, zone);
  return Math.floor(utc({ year, month, day, hour: 0, minute: 0 }) / 86_400_000);
}

function offsetAt(unix: number, zone: string): number {
  const minute = 60_000;
  return utc(wallClock(unix, zone)) - Math.floor(unix / minute) * minute;
}

const utc = ({ year, month, day, hour, minute }: WallClock): number =>
  Date.UTC(year, month - 1, day, hour, minute);

function must(zone: string): Intl.DateTimeFormat {
  const format = formatOf(zone);
  if (!format) throw new RangeError('no such time zone');
  return format;
}
