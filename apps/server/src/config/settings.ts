import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { limits } from '@stoa/protocol';
import { defaultRelayAddress } from './default-relay-address.ts';
import {
  databaseAddress,
  fence,
  ipAddress,
  jurisdiction,
  type Kind,
  listenAddress,
  natsAddress,
  operatorName,
  path,
  placeName,
  ROLES,
  type Role,
  regionName,
  roleList,
  sharedSecret,
  turnAddresses,
  webAddress,
  wholeNumber,
  yesNo,
} from './kinds.ts';

/** One thing that an operator can set. */
export type Setting<T, Usual extends T | undefined = T | undefined> = {
  /** Its name in `stoa.conf`. */
  readonly key: string;
  /** Its name in the environment, which wins over the file. */
  readonly env: string;
  readonly type: Kind<T>;
  /** What holds without it; undefined: nothing. */
  readonly usual: () => Usual;
  /** What the documents say of it, where it is not the value itself. */
  readonly usually?: string;
  /** One or two sentences for operators, in Markdown. */
  readonly text: string;
  /** Never printed. */
  readonly secret?: true;
  /** The roles that look at it. */
  readonly roles: readonly Role[];
};

type Rest = Pick<Setting<unknown>, 'text'> & Partial<Pick<Setting<unknown>, 'usually' | 'secret' | 'roles'>>;

const usually = <T>(env: string, type: Kind<T>, usual: T | (() => T), rest: Rest): Setting<T, T> => ({
  key: keyOf(env),
  env,
  type,
  usual: typeof usual === 'function' ? (usual as () => T) : () => usual,
  roles: ROLES,
  ...rest,
});

const optional = <T>(env: string, type: Kind<T>, rest: Rest): Setting<T, undefined> => ({
  key: keyOf(env),
  env,
  type,
  usual: () => undefined,
  roles: ROLES,
  ...rest,
});

const keyOf = (env: string): string =>
  env
    .replace(/^STOA_/, '')
    .toLowerCase()
    .replaceAll('_', '-');

const days = (env: string, usual: number, least: number, text: string, most = 3_660) =>
  usually(env, wholeNumber(least, most), usual, { text, roles: ['social'] });

const front: readonly Role[] = ['control', 'social', 'web'];
const perMinute = wholeNumber(1, 1_000_000);

/** Everything an operator can set, in the order of the documents. */
export const settings = {
  roles: usually('STOA_ROLE', roleList, ROLES, {
    usually: 'all',
    text: 'What this process does: `all`, or some of `control`, `relay`, `social`, `web` with commas. `--role` says the same.',
  }),
  port: usually('PORT', wholeNumber(0, 65_535), 8080, {
    text: 'HTTP and signaling; of a relay alone `/healthz`. 0 takes a free one.',
  }),
  host: usually('HOST', listenAddress, '127.0.0.1', { text: 'Address it listens on.' }),
  dataFolder: usually('STOA_DATA', path, () => resolve('data'), {
    usually: '`./data`',
    text: 'Folder of `deployment.key`, made at the first start, readable by its owner alone, and of `postgres/`, the database.',
  }),
  webFolder: optional('STOA_WEB', path, {
    usually: '`apps/web/dist`',
    text: 'Folder of the built web app.',
    roles: ['web'],
  }),
  publicUrl: optional('STOA_PUBLIC_URL', webAddress, {
    text: 'What people type when a proxy stands in front, such as `https://stoa.example`.',
    roles: front,
  }),
  trustProxy: usually('STOA_TRUST_PROXY', yesNo, false, {
    text: "1: the proxy's last `X-Forwarded-For` address counts for the budgets below.",
    roles: front,
  }),
  relays: usually('STOA_RELAYS', wholeNumber(1, 256), () => availableParallelism(), {
    usually: 'number of cores',
    text: 'Relay processes.',
    roles: ['relay'],
  }),
  spreadAfter: usually('STOA_SPREAD_AFTER', wholeNumber(0, 100_000), 50, {
    text: 'A room reaches out to another relay when that one carries so many people fewer.',
    roles: ['control'],
  }),
  relayPort: usually('STOA_RELAY_PORT', wholeNumber(0, 65_535), 0, {
    text: 'First UDP port; relay *i* takes the port plus *i*. 0 takes free ones.',
    roles: ['relay'],
  }),
  relayAddress: usually('STOA_RELAY_ADDRESS', ipAddress, defaultRelayAddress, {
    usually: 'all addresses',
    text: 'Address that the relays bind and tell to clients.',
    roles: ['relay'],
  }),
  announcedAddress: optional('STOA_ANNOUNCED_ADDRESS', ipAddress, {
    text: 'Told to clients instead, behind NAT.',
    roles: ['relay'],
  }),
  packetBudget: optional('STOA_PACKET_BUDGET', wholeNumber(100, 10_000_000), {
    usually: 'measured load alone',
    text: 'Packets that one relay process may send in a second before it takes nobody new.',
    roles: ['relay'],
  }),
  turnPort: optional('STOA_TURN_PORT', wholeNumber(0, 65_535), {
    text: 'TCP port of the way for networks that block UDP. Without it there is none but the one that shares the port of HTTP.',
    roles: ['control'],
  }),
  turnUrls: optional('STOA_TURN_URLS', turnAddresses, {
    text: 'A TURN server of your own besides, such as `turn:turn.example:3478?transport=udp`, with commas between several.',
    roles: ['control'],
  }),
  turnSecret: optional('STOA_TURN_SECRET', sharedSecret, {
    usually: 'made from `deployment.key`',
    text: 'What it makes passwords of (`static-auth-secret` of coturn). Ours then does, too.',
    secret: true,
    roles: ['control'],
  }),
  tlsCert: optional('STOA_TLS_CERT', path, {
    text: 'Certificate (PEM, with its chain), where Stoa itself answers TLS.',
    roles: ['control'],
  }),
  tlsKey: optional('STOA_TLS_KEY', path, {
    text: 'Its private key (PEM), readable by our user alone.',
    roles: ['control'],
  }),
  natsUrl: optional('NATS_URL', natsAddress, {
    text: 'The NATS servers of a fleet, such as `tls://nats.example:4222`, with commas between several. Without it everything is this process.',
    secret: true,
  }),
  natsCreds: optional('NATS_CREDS', path, { text: 'Credentials file of this node for NATS.' }),
  natsTlsCa: optional('NATS_TLS_CA', path, {
    usually: "the system's",
    text: 'Authority (PEM) that signed the certificates of the NATS servers.',
  }),
  nodeHost: optional('STOA_NODE_HOST', placeName, {
    usually: 'a random one',
    text: 'Name of this machine in the directory, such as `fra-1`. Everybody can read it.',
  }),
  region: optional('STOA_REGION', regionName, {
    text: 'Region of this machine in the directory, such as `eu-central`.',
  }),
  jurisdiction: optional('STOA_JURISDICTION', jurisdiction, {
    text: 'Country whose law reaches this machine, in two letters (ISO 3166), such as `DE`. Fences are checked against it.',
  }),
  operator: optional('STOA_OPERATOR', operatorName, {
    text: 'Who runs this machine, for the directory and for fences.',
  }),
  fence: optional('STOA_FENCE', fence, {
    text: 'Fence of the whole deployment: the countries and operators that its rooms may touch.',
    roles: ['control', 'relay', 'web'],
  }),
  metricsPort: optional('STOA_METRICS_PORT', wholeNumber(0, 65_535), {
    usually: 'off',
    text: 'Port of the metrics for Prometheus (`/metrics`). 0 takes a free one.',
  }),
  metricsHost: usually('STOA_METRICS_HOST', listenAddress, '127.0.0.1', {
    text: 'Address they listen on. Whoever reaches it can read them: numbers alone, no id and no address.',
  }),
  accounts: usually('STOA_ACCOUNTS', yesNo, true, {
    text: '0: rooms by link alone, without accounts and without a database.',
    roles: ['social', 'web'],
  }),
  databaseUrl: optional('DATABASE_URL', databaseAddress, {
    text: 'A PostgreSQL 15 or later of your own, such as `postgres://stoa:password@localhost/stoa`. Without it Stoa runs its own in `STOA_DATA`.',
    secret: true,
    roles: ['social'],
  }),
  signUpsPerAddress: usually('STOA_SIGN_UPS_PER_ADDRESS', perMinute, 20, {
    text: 'New accounts from one network address in an hour.',
    roles: ['social'],
  }),
  recoveryHours: usually('STOA_RECOVERY_HOURS', wholeNumber(0, 8_760), 48, {
    text: 'How long a passkey enrolled with a recovery code waits.',
    roles: ['social'],
  }),
  keepSessions: days(
    'STOA_KEEP_SESSIONS_DAYS',
    90,
    1,
    'Days after which a session that nobody used is over.',
  ),
  keepNotifications: days('STOA_KEEP_NOTIFICATIONS_DAYS', 60, 1, 'Days that notifications are kept.'),
  keepEvents: days(
    'STOA_KEEP_EVENTS_DAYS',
    30,
    1,
    'Days that an event and its answers are kept after its end.',
  ),
  keepRecovery: days(
    'STOA_KEEP_RECOVERY_DAYS',
    30,
    1,
    'Days that a passkey enrolled by recovery may stay unused.',
  ),
  keepDevices: days('STOA_KEEP_DEVICES_DAYS', 365, 1, 'Days that keys of removed devices are kept.'),
  keepMessages: days(
    'STOA_KEEP_MESSAGES_DAYS',
    30,
    1,
    'Days that a sealed message waits for a device that does not fetch it.',
  ),
  keepRequests: days(
    'STOA_KEEP_REQUESTS_DAYS',
    60,
    1,
    'Days that a message request without an answer, or its refusal, is remembered.',
  ),
  keepEvidence: days(
    'STOA_KEEP_EVIDENCE_DAYS',
    30,
    0,
    'Days that sealed evidence is kept after the decision about it.',
  ),
  keepReports: days(
    'STOA_KEEP_REPORTS_DAYS',
    180,
    1,
    'Days that reports are kept after the decision about them.',
  ),
  keepModeration: days(
    'STOA_KEEP_MODERATION_DAYS',
    730,
    1,
    'Days that the moderation log says whom its entries are about; the chain of marks stays.',
    36_600,
  ),
  keepDeleted: days(
    'STOA_KEEP_DELETED_DAYS',
    0,
    0,
    'Days that the id and the ties of a deleted account are kept, seen by nobody; 0: gone within the hour. Everything else goes at once.',
  ),
  roomsPerAddress: usually('STOA_ROOMS_PER_ADDRESS', perMinute, limits.roomsPerAddressPerMinute, {
    text: 'Rooms that one network address may open in a minute.',
    roles: ['web', 'control'],
  }),
  tokensPerAddress: usually('STOA_TOKENS_PER_ADDRESS', perMinute, limits.tokensPerAddressPerMinute, {
    text: 'Join tokens it may ask for in a minute.',
    roles: ['web', 'control'],
  }),
  socketsPerAddress: usually('STOA_SOCKETS_PER_ADDRESS', perMinute, limits.socketsPerAddressPerMinute, {
    text: 'Signaling sockets it may open in a minute.',
    roles: ['control'],
  }),
} as const;

export type SettingName = keyof typeof settings;

/** The value of every setting by its name here. */
export type Values = {
  readonly [Name in SettingName]: (typeof settings)[Name] extends Setting<infer T, infer Usual>
    ? T | Usual
    : never;
};
