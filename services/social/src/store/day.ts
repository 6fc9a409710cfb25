/** The UTC day of a Unix time in milliseconds, as a `date` column takes it. */
export const dayOf = (unixMs: number): string => new Date(unixMs).toISOString().slice(0, 10);

/** So many days earlier or later. */
export const dayAfter = (unixMs: number, days: number): string => dayOf(unixMs + days * 86_400_000);
