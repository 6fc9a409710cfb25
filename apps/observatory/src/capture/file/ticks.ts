/** Converts the 64-bit time stamps of one interface into microseconds since the Unix epoch. */
export class Ticks {
  private readonly perSecond: number;
  private readonly offset: number;

  /** @param offset seconds to add (if_tsoffset) */
  constructor(perSecond: number, offset: number) {
    this.perSecond = perSecond;
    this.offset = offset * 1e6;
  }

  micros(high: number, low: number): number {
    const unit = this.perSecond;
    if (unit === 1e6) return high * 2 ** 32 + low + this.offset;
    // Beyond that the steps below would not be exact; a double is good for a quarter microsecond in any case.
    if (unit > 2 ** 37) return ((high * 2 ** 32 + low) / unit) * 1e6 + this.offset;
    let seconds = Math.floor(high / unit);
    let rest = (high % unit) * 65536 + (low >>> 16);
    seconds = seconds * 65536 + Math.floor(rest / unit);
    rest = (rest % unit) * 65536 + (low & 0xffff);
    seconds = seconds * 65536 + Math.floor(rest / unit);
    rest %= unit;
    return seconds * 1e6 + (rest * 1e6) / unit + this.offset;
  }
}

/** @param resolution the byte of if_tsresol. @returns undefined when no 64-bit stamp could hold a second of it */
export function ticksPerSecond(resolution: number): number | undefined {
  const exponent = resolution & 0x7f;
  if (resolution & 0x80) return exponent <= 63 ? 2 ** exponent : undefined;
  return exponent <= 19 ? 10 ** exponent : undefined;
}
