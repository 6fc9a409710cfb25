import type { IncomingMessage } from 'node:http';
import type { Clock } from '@stoa/control';
import type { Social, VoicePlane } from '@stoa/social';
import type { DeploymentKey } from '../deployment-key.ts';
import type { ServerLog } from '../log.ts';
import type { SocialSettings } from '../social.ts';
import type { RunningRole } from './role.ts';

export type SocialRoleParts = SocialSettings & {
  readonly voice: VoicePlane;
  readonly key: DeploymentKey;
  readonly clock: Clock;
  readonly publicUrl: URL | undefined;
  readonly log: ServerLog;
  readonly address: (request: IncomingMessage) => string;
};

export type SocialRole = RunningRole & { readonly social: Social };

/** Accounts and everything that needs them: `/api` of the social app, calendars and pictures, and `/live`. */
export async function socialRole(parts: SocialRoleParts): Promise<SocialRole> {
  // Loaded where there are accounts: a server of rooms by link starts without it.
  const { composeSocial } = await import('../social.ts');
  const social = await composeSocial(parts);
  return {
    social,
    routes: (app) => social.routes(app),
    sockets: { '/live': (request, socket, head) => social.upgrade(request, socket, head) },
    start: () => social.start(),
    stop: () => social.stop(),
  };
}
