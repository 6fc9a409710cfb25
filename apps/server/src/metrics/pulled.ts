import { Counter, Gauge, type Registry } from 'prom-client';

export type Reading = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** A number that is asked for when the metrics are read; what is not there then is not shown. */
export function pulledGauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => readonly Reading[],
): void {
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset();
      const readings = read();
      // A gauge without labels stands at 0 after a reset: without a reading it is taken away.
      if (readings.length === 0) this.remove({});
      for (const { labels, value } of readings) this.set({ ...labels }, value);
    },
  });
}

/** The same for what only grows; whoever is read keeps the sum. A smaller one means that its process was replaced. */
export function pulledCounter(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => readonly Reading[],
): void {
  new Counter({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset();
      const readings = read();
      if (readings.length === 0) this.remove({});
      for (const { labels, value } of readings) this.inc({ ...labels }, value);
    },
  });
}
