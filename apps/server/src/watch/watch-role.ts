import { refuse } from '../http/rooms-api.ts';
import { type ServerLog, silentLog } from '../log.ts';
import { createMetrics, type Watched } from '../metrics/create-metrics.ts';
import { watchLoop } from '../metrics/loop-watch.ts';
import { type MetricsServer, serveMetrics } from '../metrics/serve-metrics.ts';
import type { RunningRole } from '../roles/role.ts';
import { DataFolder } from './data-folder.ts';
import { Descriptors } from './descriptors.ts';

export type WatchSettings = {
  readonly version: string;
  readonly roles: readonly string[];
  /** Undefined: this process keeps nothing on a disk. */
  readonly dataFolder?: string | undefined;
  /** Undefined: no metrics. */
  readonly metrics?: { readonly host: string; readonly port: number } | undefined;
  /** How its connections are used, where this process has a database. */
  readonly database?: Watched['database'];
};

export type WatchRole = RunningRole & {
  /** For everybody in this process: what goes through it is counted. */
  readonly log: ServerLog;
  watch(parts: Watched): void;
  /** Nobody new is let in: for WebSockets, which no hook sees. */
  readonly isTight: boolean;
  /** Where the metrics are, once it has started; undefined without them. */
  readonly metricsPort: number | undefined;
};

const retrySeconds = 5;

/** Looks after the process itself: its event loop, its disk, its descriptors, and the numbers about all of it. */
export function watchRole(settings: WatchSettings, plainLog: ServerLog = silentLog): WatchRole {
  const metrics = settings.metrics && createMetrics(settings);
  const log = metrics ? metrics.count(plainLog) : plainLog;
  const folder = new DataFolder();
  let descriptors: Descriptors | undefined;
  let served: MetricsServer | undefined;
  let stopLoop = () => {};
  const watched: Watched = {
    dataFolderWritable: settings.dataFolder === undefined ? undefined : () => folder.isWritable,
    tight: () => descriptors?.isTight ?? false,
  };
  metrics?.watch({ ...watched, database: settings.database });
  return {
    log,
    watch: (parts) => metrics?.watch(parts),
    get isTight() {
      return descriptors?.isTight ?? false;
    },
    get metricsPort() {
      return served?.port;
    },
    ailing: () => (!folder.isWritable ? 'dataFolder' : descriptors?.isTight ? 'descriptors' : undefined),
    routes(app) {
      app.server.on('connection', () => descriptors?.opened());
      app.addHook('onRequest', async (request, reply) => {
        if (request.method !== 'POST' || !descriptors?.isTight) return;
        reply.header('retry-after', retrySeconds);
        return refuse(reply, 503, 'busy', 'The server is full at the moment. Try again soon.');
      });
    },
    async start() {
      stopLoop = watchLoop(log);
      descriptors = await Descriptors.watch((tight) =>
        tight ? log.warn({ event: 'descriptorsTight' }) : log.info({ event: 'descriptorsBack' }),
      );
      if (settings.dataFolder !== undefined) {
        folder.watch(settings.dataFolder, (why) =>
          why === undefined
            ? log.info({ event: 'dataFolderBack' })
            : log.error({ event: 'dataFolderRefused', why }),
        );
      }
      if (metrics && settings.metrics) served = await serveMetrics(metrics, settings.metrics);
    },
    async stop() {
      stopLoop();
      folder.stop();
      descriptors?.stop();
      await served?.stop();
    },
  };
}
