import { randomBytes } from 'node:crypto';
import { readConfig } from '../config.ts';
import { createProcess } from '../create-server.ts';
import { loadDeploymentKey } from '../deployment-key.ts';
import { saidPlace } from '../directory/hosts-here.ts';
import { fleetAccess } from '../fleet/nats-access.ts';
import { createLog } from '../log.ts';
import { programVersion } from '../version.ts';

export type ServeFlags = { readonly role?: readonly string[] };

/** Runs until SIGINT or SIGTERM. */
export async function serve({ role }: ServeFlags = {}): Promise<void> {
  const config = readConfig(undefined, role ? { STOA_ROLE: role.join(',') } : {});
  const key = await loadDeploymentKey(config.dataFolder);
  const log = createLog();
  const social = config.roles.includes('social') ? config.social : undefined;
  // Without a name it draws one, which is another after each start.
  const nodeHost = config.place.host ?? `host-${randomBytes(8).toString('hex')}`;
  const say = (text: string) => console.log(text);
  const store =
    social &&
    (await (
      await import('../store.ts')
    ).openStore({ url: social.databaseUrl, folder: config.dataFolder, say, log }));
  const server = await createProcess({
    roles: config.roles,
    fleet: config.nats && { access: await fleetAccess(config.nats), host: nodeHost },
    host: config.host,
    port: config.port,
    place: saidPlace({ ...config.place, host: nodeHost }),
    fence: config.fence,
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
      packetBudget: config.packetBudget,
    },
    spreadAfter: config.spreadAfter,
    turnPort: config.turnPort,
    otherTurn: config.otherTurn,
    tls: config.tls,
    accounts: config.social !== undefined,
    sharedDatabase: social?.databaseUrl !== undefined,
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
  // New relay processes, one after the other, while people move off each.
  process.on('SIGHUP', () => void server.renewRelays());
  if (server.metricsPort !== undefined && config.metrics) {
    console.log(`Metrics are at http://${config.metrics.host}:${server.metricsPort}/metrics`);
  }
  console.log(`Stoa is running at ${server.url}`);
}
