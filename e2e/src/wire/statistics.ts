// How much sizes and times of packets tell about speech. Pure.

/** Largest distance between two empirical distributions (Kolmogorov and Smirnov), and how likely chance alone gives it. */
export function twoSample(a: readonly number[], b: readonly number[]): { distance: number; p: number } {
  const [x, y] = [a.toSorted((m, n) => m - n), b.toSorted((m, n) => m - n)];
  if (x.length === 0 || y.length === 0) throw new RangeError('a sample is empty');
  let [i, j, distance] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= at) i++;
    while (j < y.length && y[j]! <= at) j++;
    distance = Math.max(distance, Math.abs(i / x.length - j / y.length));
  }
  const n = Math.sqrt((x.length * y.length) / (x.length + y.length));
  const lambda = (n + 0.12 + 0.11 / n) * distance;
  let p = 0;
  for (let k = 1; k <= 100; k++) p += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * lambda * lambda);
  return { distance, p: distance === 0 ? 1 : Math.min(1, Math.max(0, p)) };
}

/**
 * Mutual information between a number and a label, bits per packet. Values are put into at most `bins` bins of equal
 * frequency; what a finite sample shows by chance is taken off (Miller and Madow), so independent ones give about 0.
 */
export function mutualInformation(
  samples: readonly (readonly [value: number, label: string])[],
  bins = 8,
): number {
  const sorted = samples.map(([value]) => value).sort((m, n) => m - n);
  const edges = new Set<number>();
  for (let k = 1; k < bins; k++) edges.add(sorted[Math.floor((k * sorted.length) / bins)] ?? 0);
  const cuts = [...edges];
  const binOf = (value: number) => cuts.filter((cut) => value >= cut).length;
  const joint = new Map<string, number>();
  const ofBin = new Map<number, number>();
  const ofLabel = new Map<string, number>();
  for (const [value, label] of samples) {
    const bin = binOf(value);
    count(joint, `${bin} ${label}`);
    count(ofBin, bin);
    count(ofLabel, label);
  }
  const n = samples.length;
  const raw = entropy(ofBin, n) + entropy(ofLabel, n) - entropy(joint, n);
  const bias = (joint.size - ofBin.size - ofLabel.size + 1) / (2 * n * Math.LN2);
  return raw - bias;
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function entropy(counts: ReadonlyMap<unknown, number>, n: number): number {
  let bits = 0;
  for (const of of counts.values()) bits -= (of / n) * Math.log2(of / n);
  return bits;
}

export type Spread = { readonly mean: number; readonly deviation: number; readonly p95: number };

export function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const p95 = values.toSorted((m, n) => m - n)[Math.floor(0.95 * values.length)] ?? Number.NaN;
  return { mean, deviation: Math.sqrt(variance), p95 };
}
