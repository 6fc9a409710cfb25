import type { Control } from '@stoa/control';
import type { TurnServer } from '@stoa/relay';
import type { PoolUse } from '@stoa/social';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ServerLog } from '../log.ts';
import { countLines } from './count-lines.ts';
import { watchDatabase } from './database.ts';
import { watchProcess } from './process.ts';
import { type ReadableRelays, watchFleet, watchRelays } from './relays.ts';
import { watchRooms } from './rooms.ts';
import { watchTurn } from './turn.ts';

/** What this process does, as far as it does it. All of it is asked when somebody reads the metrics. */
export type Watched = {
  readonly control?: Pick<Control, 'load'> | undefined;
  readonly relays?: ReadableRelays | undefined;
  /** In a fleet: all relays that control knows of. */
  readonly fleet?: ReadableRelays | undefined;
  readonly turn?: Pick<TurnServer, 'load'> | undefined;
  readonly database?: (() => PoolUse) | undefined;
  /** Open pages of people with accounts. */
  readonly livePages?: (() => number) | undefined;
  readonly dataFolderWritable?: (() => boolean) | undefined;
  readonly tight?: (() => boolean) | undefined;
};

export type Metrics = {
  /** Counts what passes through by its fixed words. */
  count(log: ServerLog): ServerLog;
  watch(parts: Watched): void;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
  /** Names of everything that can be read here, without its labels. */
  names(): string[];
};

const precisionMs = 20;

/** Numbers of this process for operators. No id, name, handle, token or address has a way into them. */
export function createMetrics(build: {
  readonly version: string;
  readonly roles: readonly string[];
}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: precisionMs });
  const info = new Gauge({
    name: 'stoa_build_info',
    help: 'Version of Stoa and roles of this process; always 1',
    labelNames: ['version', 'roles'],
    registers: [registry],
  });
  info.set({ version: build.version, roles: build.roles.join(',') }, 1);
  const counted = countLines(registry);
  let current: Watched = {};
  watchRooms(registry, () => current.control?.load);
  watchRelays(registry, () => current.relays?.relays ?? []);
  watchTurn(registry, () => current.turn?.load());
  watchFleet(registry, () => current.fleet?.relays);
  watchDatabase(
    registry,
    () => current.database?.(),
    () => current.livePages?.(),
  );
  watchProcess(
    registry,
    () => current.dataFolderWritable?.(),
    () => current.tight?.(),
  );
  return {
    count: counted,
    watch(parts) {
      current = { ...current, ...parts };
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    names: () => registry.getMetricsAsArray().map(({ name }) => name),
  };
}
