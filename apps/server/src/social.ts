import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '@stoa/control';
import {
  createSocial,
  type Database,
  pushKeys,
  type Social,
  type SocialOptions,
  siteOf,
  usualOptions,
  type VoicePlane,
  webPushSender,
} from '@stoa/social';
import type { DeploymentKey } from './deployment-key.ts';
import type { ServerLog } from './log.ts';

export type SocialSettings = {
  /** Migrated; whoever opened it closes it after the server has stopped. */
  readonly db: Database;
  readonly options?: Partial<SocialOptions>;
};

/** The social app over this server's voice platform, clock and keys. */
export async function composeSocial(
  parts: SocialSettings & {
    readonly voice: VoicePlane;
    readonly key: DeploymentKey;
    readonly clock: Clock;
    readonly publicUrl: URL | undefined;
    readonly log: ServerLog;
    readonly address: (request: IncomingMessage) => string;
  },
): Promise<Social> {
  const { db, voice, key, clock, publicUrl, log, options = {} } = parts;
  return createSocial(
    {
      clock,
      db,
      random: (length) => new Uint8Array(randomBytes(length)),
      voice,
      push: webPushSender({ keys: await pushKeys(db), contact: contactOf(publicUrl) }),
      log: (line) => log.warn(line),
      addressOf: parts.address,
    },
    {
      ...usualOptions,
      site: siteOf(publicUrl),
      secret: key.socialSecret,
      ...options,
    },
  );
}

/** Where a push service may complain (RFC 8292 section 2.1): an https address, or mail. */
const contactOf = (publicUrl: URL | undefined): string =>
  publicUrl?.protocol === 'https:' ? publicUrl.origin : 'mailto:operator@localhost';
