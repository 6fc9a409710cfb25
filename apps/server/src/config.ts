import { type Fence, readFence } from '@stoa/protocol/fleet';
import type { RetentionDays } from '@stoa/social';
import type { Role } from './config/kinds.ts';
import { type OpenSettings, openSettings } from './config/open-settings.ts';
import type { Environment } from './config/read-settings.ts';
import type { Values } from './config/settings.ts';
import { Fault } from './fault.ts';

export { defaultRelayAddress } from './config/default-relay-address.ts';
export type { Role } from './config/kinds.ts';

/** What the settings (`config/settings.ts`) mean for the program. */
export type Config = {
  /** In the order of `ROLES`; all of them: one program on one machine, or a fleet of equals. */
  readonly roles: readonly Role[];
  /** Where HTTP and signaling listen. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Absolute path. */
  readonly dataFolder: string;
  /** Absolute path of the built web app; undefined: the one that was built beside the server. */
  readonly webFolder: string | undefined;
  /** What people type, when a proxy stands in front. */
  readonly publicUrl: URL | undefined;
  /** Believe the proxy's X-Forwarded-For. */
  readonly trustProxy: boolean;
  readonly relays: number;
  /** First UDP port of the relays; 0 takes free ones. */
  readonly relayPort: number;
  /** How much emptier another relay must be, in transports, before a room reaches out to it. */
  readonly spreadAfter: number;
  readonly relayAddress: string;
  /** What clients are told instead, behind NAT. */
  readonly announcedAddress: string | undefined;
  /** Packets a second that one relay process may send before it takes nobody new. */
  readonly packetBudget: number | undefined;
  /** TCP, for networks that block UDP. */
  readonly turnPort: number | undefined;
  /** TURN servers that are not ours, and the secret that they share with us; undefined: our own. */
  readonly otherTurn: { readonly urls: readonly string[]; readonly secret: string | undefined };
  /** Absolute paths of PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Undefined: no fleet, everything in this process. */
  readonly nats: NatsConfig | undefined;
  readonly place: PlaceConfig;
  /** Of the whole deployment: it holds for every room, beside the room's own. */
  readonly fence: Fence | undefined;
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  readonly budgets: Budgets;
  /** Undefined: rooms by link alone, without accounts and database. */
  readonly social: SocialConfig | undefined;
};

export type NatsConfig = {
  /** One or more, with commas. */
  readonly url: string;
  /** Absolute path of a credentials file. */
  readonly creds: string | undefined;
  /** Absolute path of a PEM file. */
  readonly tlsCa: string | undefined;
};

/** Where this machine is, for the directory; undefined: not said. */
export type PlaceConfig = {
  readonly host: string | undefined;
  readonly region: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly jurisdiction: string | undefined;
  readonly operator: string | undefined;
};

export type SocialConfig = {
  /** A PostgreSQL of the operator's; without it, our own in the data folder. */
  readonly databaseUrl: string | undefined;
  /** New accounts from one network address in an hour. */
  readonly signUpsPerAddress: number;
  /** How long a passkey enrolled with a recovery code waits. */
  readonly recoveryDelayMs: number;
  /** How long what is stored is kept, in days. */
  readonly retention: RetentionDays;
};

/** What one network address may ask for in a minute. */
export type Budgets = { readonly rooms: number; readonly tokens: number; readonly sockets: number };

const hourMs = 3_600_000;

/** Throws a `Fault` with one sentence a line for each mistake. Options are by name in the environment and win. */
export function readConfig(env: Environment = process.env, options: Environment = {}): Config {
  const { values, mistakes } = openSettings(env, options);
  if (mistakes.length > 0) throw new Fault(mistakes.join('\n'));
  return configOf(values);
}

/** Every setting with its value, its origin, and all mistakes, for those who show them. */
export const settingsInForce = (options: Environment = {}): OpenSettings =>
  openSettings(process.env, options);

export function configOf(values: Values): Config {
  const { tlsCert, tlsKey, natsUrl, metricsPort } = values;
  // Of a file that all roles of a machine share: TURN and TLS are a control's.
  const isControl = values.roles.includes('control');
  return {
    roles: values.roles,
    host: values.host,
    port: values.port,
    dataFolder: values.dataFolder,
    webFolder: values.webFolder,
    publicUrl: values.publicUrl,
    trustProxy: values.trustProxy,
    relays: values.relays,
    relayPort: values.relayPort,
    spreadAfter: values.spreadAfter,
    relayAddress: values.relayAddress,
    announcedAddress: values.announcedAddress,
    packetBudget: values.packetBudget,
    turnPort: isControl ? values.turnPort : undefined,
    otherTurn: { urls: values.turnUrls ?? [], secret: values.turnSecret },
    tls: isControl && tlsCert && tlsKey ? { cert: tlsCert, key: tlsKey } : undefined,
    nats: natsUrl ? { url: natsUrl, creds: values.natsCreds, tlsCa: values.natsTlsCa } : undefined,
    place: {
      host: values.nodeHost,
      region: values.region,
      jurisdiction: values.jurisdiction,
      operator: values.operator,
    },
    fence: values.fence === undefined ? undefined : readFence(values.fence),
    metrics: metricsPort === undefined ? undefined : { host: values.metricsHost, port: metricsPort },
    budgets: {
      rooms: values.roomsPerAddress,
      tokens: values.tokensPerAddress,
      sockets: values.socketsPerAddress,
    },
    social: values.accounts ? socialConfig(values) : undefined,
  };
}

const socialConfig = (values: Values): SocialConfig => ({
  databaseUrl: values.databaseUrl,
  signUpsPerAddress: values.signUpsPerAddress,
  recoveryDelayMs: values.recoveryHours * hourMs,
  retention: {
    sessionsUnused: values.keepSessions,
    notifications: values.keepNotifications,
    eventsOver: values.keepEvents,
    recoveryUnused: values.keepRecovery,
    devicesRemoved: values.keepDevices,
    messagesWaiting: values.keepMessages,
    messageRequests: values.keepRequests,
    evidenceDecided: values.keepEvidence,
    reportsDecided: values.keepReports,
    moderationPeople: values.keepModeration,
    accountsDeleted: values.keepDeleted,
  },
});
