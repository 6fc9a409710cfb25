import { readConfig } from '../config.ts';
import { createServer } from '../create-server.ts';
import { loadDeploymentKey } from '../deployment-key.ts';
import { createLog } from '../log.ts';
import { programVersion } from '../version.ts';

/** Runs until SIGINT or SIGTERM. */
export async function serve(): Promise<void> {
  const config = readConfig();
  const key = await loadDeploymentKey(config.dataFolder);
  const log = createLog();
  const { social } = config;
  const say = (text: string) => console.log(text);
  const store =
    social &&
    (await (
      await import('../store.ts')
    ).openStore({ url: social.databaseUrl, folder: config.dataFolder, say, log }));
  const server = await createServer({
    host: config.host,
    port: config.port,
    key,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    budgets: config.budgets,
    ...(config.webFolder && { webFolder: config.webFolder }),
    relays: {
      count: config.relays,
      address: config.relayAddress,
      announcedAddress: config.announcedAddress,
      port: config.relayPort,
    },
    spreadAfter: config.spreadAfter,
    turnPort: config.turnPort,
    tls: config.tls,
    social: social &&
      store && {
        db: store.db,
        options: {
          signUpsPerAddressPerHour: social.signUpsPerAddress,
          recoveryDelayMs: social.recoveryDelayMs,
          retention: social.retention,
        },
      },
    log,
    watch: {
      version: programVersion(),
      roles: config.roles,
      dataFolder: config.dataFolder,
      metrics: config.metrics,
      ...(store && { database: store.use }),
    },
  }).catch(async (error: unknown) => {
    await store?.close();
    throw error;
  });
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    void server
      .stop()
      .finally(() => store?.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (server.metricsPort !== undefined && config.metrics) {
    console.log(`Metrics are at http://${config.metrics.host}:${server.metricsPort}/metrics`);
  }
  console.log(`Stoa is running at ${server.url}`);
}
