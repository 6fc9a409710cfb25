import { stat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { knownPushHosts } from '@stoa/social';
import { type Config, configOf, type settingsInForce } from '../config.ts';
import { decideAddress } from './checks/address.ts';
import { decideCertificate } from './checks/certificate.ts';
import { type ClockFact, decideClock } from './checks/clock.ts';
import { decideDatabase } from './checks/database.ts';
import { decideFiles } from './checks/files.ts';
import { decideMachine } from './checks/machine.ts';
import { decideNats } from './checks/nats.ts';
import { decidePorts } from './checks/ports.ts';
import { decideWeb } from './checks/web.ts';
import { type Finding, findings } from './finding.ts';
import { type Contact, outsideContacts } from './outside.ts';
import { probeCertificate, probePublicCertificate } from './probes/certificate.ts';
import { type ProbedDatabase, probeDatabase } from './probes/database.ts';
import { probeFiles } from './probes/files.ts';
import { probeMachine } from './probes/machine.ts';
import { probeNats } from './probes/nats.ts';
import { probePorts } from './probes/ports.ts';
import { askHealth, clockOf, isStoa } from './probes/public-url.ts';

export type Report = {
  readonly findings: readonly Finding[];
  /** What the deployment contacts outside of this machine, and what it would if people asked for it. */
  readonly contacts: readonly Contact[];
  readonly perhaps: readonly Contact[];
};

const patienceMs = 3_000;
/** Nothing of this program is older. */
const built = Date.UTC(2026, 0, 1);

/**
 * Everything that is wrong with this machine and its settings. It opens ports, writes a small file into the data folder
 * and takes it away, and asks the database, NATS and the public address that are set: nobody else, and nothing stays.
 */
export async function examine(
  settings: ReturnType<typeof settingsInForce>,
  { now = Date.now, offline = false }: { readonly now?: () => number; readonly offline?: boolean } = {},
): Promise<Report> {
  const whole = configOf(settings.values);
  const config = offline ? alone(whole) : whole;
  const hasSecret = Object.entries(settings.origins).some(
    ([name, { from }]) => from === 'file' && (name === 'databaseUrl' || name === 'natsUrl'),
  );
  const own = new URL(`${config.tls ? 'https' : 'http'}://${loopbackOf(config.host)}:${config.port || 1}`);
  const [ports, running, files, machine, database, nats] = await Promise.all([
    probePorts(config),
    askHealth(own, patienceMs).then(isStoa),
    probeFiles(config, { path: settings.path, hasSecret }),
    probeMachine(config),
    probeDatabase(config),
    probeNats(config),
  ]);
  const front = await inFront(config, now);
  return {
    findings: [
      ...decideSettings(settings.mistakes),
      ...decidePorts(ports, running),
      ...(config.tls
        ? decideCertificate(await probeCertificate(config.tls, whole.publicUrl), now())
        : front.certificate),
      ...(config.roles.includes('relay') ? decideAddress(addressFacts(whole)) : []),
      ...decideFiles(files),
      ...decideClock(now(), built, [...clockOfDatabase(database, now()), ...front.clocks]),
      ...decideDatabase(database.facts),
      ...decideNats(nats),
      ...decideMachine(machine),
      ...decideWeb(await webFacts(whole)),
    ],
    ...outsideContacts({
      databaseUrl: whole.social?.databaseUrl,
      natsUrl: whole.nats?.url,
      pushHosts: database.found?.pushHosts,
      accounts: whole.social !== undefined && config.roles.includes('social'),
      knownPushHosts,
    }),
  };
}

/** As if nobody else were there to be asked. */
const alone = (config: Config): Config => ({
  ...config,
  publicUrl: undefined,
  nats: undefined,
  social: config.social && { ...config.social, databaseUrl: undefined },
});

function decideSettings(mistakes: readonly string[]): Finding[] {
  const { ok, fault } = findings('settings');
  if (mistakes.length === 0) return [ok('The settings are in order.')];
  return mistakes.map((mistake) =>
    fault(mistake, 'stoa config print shows what is in force and where it came from.'),
  );
}

/** What stands before us: its certificate and its clock. */
async function inFront(
  { publicUrl }: Config,
  now: () => number,
): Promise<{ certificate: Finding[]; clocks: ClockFact[] }> {
  const { ok, warning } = findings('certificate');
  if (!publicUrl) return { certificate: [ok('There is no public address.')], clocks: [] };
  const answer = await askHealth(publicUrl, patienceMs);
  const clock = clockOf(answer, now());
  const clocks = clock ? [clock] : [];
  if (publicUrl.protocol !== 'https:') return { certificate: [], clocks };
  const facts = await probePublicCertificate(publicUrl, patienceMs);
  const certificate = facts
    ? decideCertificate(facts, now())
    : [
        warning(
          'STOA_PUBLIC_URL does not answer from here.',
          'Start the proxy; where this machine cannot reach its own public address, check from another one.',
        ),
      ];
  return { certificate, clocks };
}

const clockOfDatabase = ({ found }: ProbedDatabase, now: number): ClockFact[] =>
  found && Number.isFinite(found.unix)
    ? [{ of: 'the database', aheadMs: now - found.unix, slackMs: found.tookMs + 500 }]
    : [];

function addressFacts(config: Config) {
  const own = Object.values(networkInterfaces())
    .flat()
    .flatMap((each) => (each && !each.internal && each.family === 'IPv4' ? [each.address] : []));
  return {
    bound: config.relayAddress,
    announced: config.announcedAddress,
    own,
    port: config.relayPort,
    publicHost: config.publicUrl?.hostname,
  };
}

async function webFacts(config: Config) {
  const folder = config.webFolder ?? resolve(import.meta.dirname, '../../../web/dist');
  const isBuilt = await stat(join(folder, 'index.html')).then(
    () => true,
    () => false,
  );
  return {
    isUsed: config.roles.includes('web'),
    folder,
    isBuilt,
    host: config.host,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    hasOwnTls: config.tls !== undefined,
  };
}

const loopbackOf = (host: string): string =>
  host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
