import { isIP } from 'node:net';
import { availableParallelism, networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { limits } from '@stoa/protocol';
import type { RetentionDays } from '@stoa/social';
import { Fault } from './fault.ts';

/** Everything an operator can set. The one place that reads the environment. */
export type Config = {
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
  readonly budgets: Budgets;
  /** Undefined: rooms by link alone, without accounts and database. */
  readonly social: SocialConfig | undefined;
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

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws a `Fault` with one sentence about the first mistake. */
export function readConfig(env: Environment = process.env): Config {
  return {
    host: address(env, 'HOST', '127.0.0.1'),
    port: wholeNumber(env, 'PORT', 8080, 0, 65_535),
    dataFolder: resolve(text(env, 'STOA_DATA') ?? 'data'),
    webFolder: text(env, 'STOA_WEB') && resolve(text(env, 'STOA_WEB') ?? ''),
    publicUrl: url(env, 'STOA_PUBLIC_URL'),
    trustProxy: yes(env, 'STOA_TRUST_PROXY'),
    relays: wholeNumber(env, 'STOA_RELAYS', availableParallelism(), 1, 256),
    relayPort: wholeNumber(env, 'STOA_RELAY_PORT', 0, 0, 65_535),
    spreadAfter: wholeNumber(env, 'STOA_SPREAD_AFTER', 50, 0, 100_000),
    relayAddress: address(env, 'STOA_RELAY_ADDRESS', defaultRelayAddress()),
    announcedAddress: text(env, 'STOA_ANNOUNCED_ADDRESS') && address(env, 'STOA_ANNOUNCED_ADDRESS', ''),
    budgets: {
      rooms: wholeNumber(env, 'STOA_ROOMS_PER_ADDRESS', limits.roomsPerAddressPerMinute, 1, 1_000_000),
      tokens: wholeNumber(env, 'STOA_TOKENS_PER_ADDRESS', limits.tokensPerAddressPerMinute, 1, 1_000_000),
      sockets: wholeNumber(env, 'STOA_SOCKETS_PER_ADDRESS', limits.socketsPerAddressPerMinute, 1, 1_000_000),
    },
    social: yes(env, 'STOA_ACCOUNTS', true) ? socialConfig(env) : undefined,
  };
}

const socialConfig = (env: Environment): SocialConfig => ({
  databaseUrl: text(env, 'DATABASE_URL'),
  signUpsPerAddress: wholeNumber(env, 'STOA_SIGN_UPS_PER_ADDRESS', 20, 1, 1_000_000),
  recoveryDelayMs: wholeNumber(env, 'STOA_RECOVERY_HOURS', 48, 0, 8_760) * hourMs,
  retention: {
    sessionsUnused: wholeNumber(env, 'STOA_KEEP_SESSIONS_DAYS', 90, 1, 3_660),
    notifications: wholeNumber(env, 'STOA_KEEP_NOTIFICATIONS_DAYS', 60, 1, 3_660),
    eventsOver: wholeNumber(env, 'STOA_KEEP_EVENTS_DAYS', 30, 1, 3_660),
    recoveryUnused: wholeNumber(env, 'STOA_KEEP_RECOVERY_DAYS', 30, 1, 3_660),
    devicesRemoved: wholeNumber(env, 'STOA_KEEP_DEVICES_DAYS', 365, 1, 3_660),
    messagesWaiting: wholeNumber(env, 'STOA_KEEP_MESSAGES_DAYS', 30, 1, 3_660),
    messageRequests: wholeNumber(env, 'STOA_KEEP_REQUESTS_DAYS', 60, 1, 3_660),
    evidenceDecided: wholeNumber(env, 'STOA_KEEP_EVIDENCE_DAYS', 30, 0, 3_660),
    reportsDecided: wholeNumber(env, 'STOA_KEEP_REPORTS_DAYS', 180, 1, 3_660),
    moderationPeople: wholeNumber(env, 'STOA_KEEP_MODERATION_DAYS', 730, 1, 36_600),
    accountsDeleted: wholeNumber(env, 'STOA_KEEP_DELETED_DAYS', 0, 0, 3_660),
  },
});

/**
 * All addresses of the machine, so that browsers on it and in its network find one that works. A machine without a
 * network has only the loopback, which is no candidate unless it is named.
 */
export function defaultRelayAddress(): string {
  const all = Object.values(networkInterfaces()).flat();
  return all.some((each) => each && !each.internal && each.family === 'IPv4') ? '0.0.0.0' : '127.0.0.1';
}

const text = (env: Environment, name: string): string | undefined => env[name]?.trim() || undefined;

function wholeNumber(env: Environment, name: string, usual: number, least: number, most: number): number {
  const value = text(env, name);
  if (value === undefined) return usual;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return number;
  throw new Fault(`${name} must be a whole number from ${least} to ${most}.`);
}

function address(env: Environment, name: string, usual: string): string {
  const value = text(env, name) ?? usual;
  if (isIP(value) !== 0 || (name === 'HOST' && value === 'localhost')) return value;
  throw new Fault(`${name} must be an IP address, such as 192.0.2.10.`);
}

function url(env: Environment, name: string): URL | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  const plain = parsed?.pathname === '/' && !parsed.search && !parsed.hash && !parsed.username;
  if (parsed && plain && (parsed.protocol === 'https:' || parsed.protocol === 'http:')) return parsed;
  throw new Fault(`${name} must be an address without a path, such as https://stoa.example.`);
}

function yes(env: Environment, name: string, usual = false): boolean {
  const value = text(env, name);
  if (value === undefined) return usual;
  if (value === '0') return false;
  if (value === '1') return true;
  throw new Fault(`${name} must be 1 or 0.`);
}
