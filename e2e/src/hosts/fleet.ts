import { type Nats, startBroker } from './nats.ts';
import type { Host, Network } from './network.ts';
import { dataFolder, type Stoa, startStoa } from './stoa.ts';

export type Where = { readonly jurisdiction: string; readonly operator?: string; readonly region?: string };

/** Processes of one deployment, each role a process, on hosts of a network or all on the loopback. */
export type Fleet = {
  readonly broker: Nats;
  /** Where people go: control and web. */
  readonly controls: readonly Stoa[];
  readonly relays: Readonly<Record<string, Stoa>>;
  readonly data: string;
  /** One more host of relays. */
  addRelay(name: string, where: Where, env?: Readonly<Record<string, string>>): Promise<Stoa>;
  close(): Promise<void>;
};

export type FleetPlan = {
  /** Its hosts are named: nats, web and web2 ..., and one for each relay. Without one everything is on the loopback. */
  readonly network?: Network<string>;
  readonly relays: Readonly<Record<string, Where>>;
  readonly controls?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** For processes of control alone. */
  readonly controlEnv?: Readonly<Record<string, string>>;
  /** Sources that every process begins with. */
  readonly checkout?: string | undefined;
};

export async function startFleet(plan: FleetPlan): Promise<Fleet> {
  const { network, checkout, env = {} } = plan;
  const host = (name: string): Host | undefined => {
    if (!network) return undefined;
    const found = network.hosts[name];
    if (!found) throw new Error(`The network has no host ${name}.`);
    return found;
  };
  const data = dataFolder();
  const broker = await startBroker(host('nats'));
  const shared = { NATS_URL: broker.url, ...env };
  const controls: Stoa[] = [];
  const relays: Record<string, Stoa> = {};
  const addRelay = async (name: string, where: Where, more: Readonly<Record<string, string>> = {}) => {
    const relay = await startStoa({
      host: host(name),
      role: 'relay',
      checkout,
      data,
      env: {
        ...shared,
        STOA_NODE_HOST: name,
        STOA_JURISDICTION: where.jurisdiction,
        STOA_OPERATOR: where.operator ?? 'operator.example',
        STOA_REGION: where.region ?? where.jurisdiction.toLowerCase(),
        ...more,
      },
    });
    relays[name] = relay;
    return relay;
  };
  const close = async () => {
    await Promise.all([...controls, ...Object.values(relays)].map((each) => each.kill()));
    await broker.kill();
  };
  try {
    // The first makes the deployment's key, which the others read.
    for (let at = 0; at < (plan.controls ?? 1); at++) {
      const name = at === 0 ? 'web' : `web${at + 1}`;
      const place = { STOA_NODE_HOST: name, STOA_JURISDICTION: 'DE', STOA_OPERATOR: 'operator.example' };
      controls.push(
        await startStoa({
          host: host(name),
          role: 'control,web',
          checkout,
          data,
          env: { ...shared, ...place, ...plan.controlEnv },
        }),
      );
    }
    for (const [name, where] of Object.entries(plan.relays)) await addRelay(name, where);
    return { broker, controls, relays, data, addRelay, close };
  } catch (error) {
    await close();
    throw error;
  }
}
