import type { CallLimits } from './http/door.ts';
import type { PageLimits } from './http/page-limits.ts';
import type { Site } from './http/site.ts';
import { type RetentionDays, usualRetention } from './your-data/retention-days.ts';

export type SocialOptions = {
  readonly site: Site;
  /** 32 bytes: pseudonyms and challenges are made with it. Another one for each deployment. */
  readonly secret: Uint8Array;
  readonly callLimits: CallLimits;
  /** Pictures, calendars and previews for one network: a list of people shows fifty pictures. */
  readonly pageLimits: PageLimits;
  /** New accounts from one network address in an hour. */
  readonly signUpsPerAddressPerHour: number;
  /** How long a passkey enrolled with the recovery code waits before it works. */
  readonly recoveryDelayMs: number;
  /** How long what is stored is kept. */
  readonly retention: RetentionDays;
  /** Hosts of push services, instead of those of the browsers there are; see `notifications/push-hosts.ts`. */
  readonly pushHosts?: readonly string[];
};

export const usualOptions = {
  callLimits: { perAddress: { perSecond: 10, burst: 50 }, perAccount: { perSecond: 50, burst: 100 } },
  pageLimits: { perSecond: 50, burst: 500 },
  signUpsPerAddressPerHour: 20,
  recoveryDelayMs: 48 * 3_600_000,
  retention: usualRetention,
} as const satisfies Partial<SocialOptions>;
