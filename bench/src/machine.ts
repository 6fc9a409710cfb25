import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** Where a measurement was made. Holds no host name or address: records get published. */
export interface Machine {
  readonly name: string;
  readonly versions: Readonly<Record<string, string>>;
  /** One-minute load average. */
  load(): number;
}

/** @param peers versions of the other programs of the run, by their names */
export function thisMachine(peers: Record<string, string> = {}): Machine {
  const processors = cpus();
  const model = processors[0]?.model.trim() || 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return {
    name: `${processors.length} x ${model}, ${memory} GiB`,
    versions: {
      kernel: `${type()} ${release()}`,
      node: process.versions.node,
      'node-datachannel': packageVersion('node-datachannel'),
      ...peers,
    },
    load: () => loadavg()[0] ?? 0,
  };
}

function packageVersion(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name);
  const root = entry.slice(0, entry.lastIndexOf(`/${name}/`) + name.length + 2);
  const description: unknown = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  return (description as { version?: string }).version ?? 'unknown';
}
