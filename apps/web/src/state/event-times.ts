/** `YYYY-MM-DDTHH:MM` of a moment in a zone, as a date-and-time field wants it. */
export function localTimeOf(ms: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(ms);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/** The next full hour, at least so far ahead. */
export const nextFullHour = (now: number, aheadMs = 3_600_000): number =>
  Math.ceil((now + aheadMs) / 3_600_000) * 3_600_000;

/** Zones to choose from, one's own first. */
export function zones(own: string): readonly string[] {
  const all = Intl.supportedValuesOf('timeZone');
  return [own, ...all.filter((zone) => zone !== own)];
}
