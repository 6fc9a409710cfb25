import { toBase64Url } from '@stoa/protocol';
import type { DirectoryAnswer, Host } from '@stoa/protocol/fleet';
import type { DeploymentKey } from '../deployment-key.ts';
import type { RunningRole } from '../roles/role.ts';
import { IssuedDirectory } from './issued-directory.ts';

export type DirectoryRoleParts = {
  readonly key: Pick<DeploymentKey, 'publicKey' | 'sign'>;
  readonly hosts: () => readonly Host[];
  readonly unix: () => number;
  /** The way in for networks that block UDP, if there is one just now, for who asked under this `Host`. */
  readonly turn?: (host: string | undefined) => DirectoryAnswer['turn'];
};

/** GET /api/directory: which hosts there are, under the deployment's signature. Nothing about anybody is in it or asked for. */
export function directoryRole({ key, hosts, unix, turn }: DirectoryRoleParts): RunningRole {
  const issued = new IssuedDirectory({ hosts, unix, sign: (message) => key.sign(message) });
  return {
    routes(app) {
      app.get('/api/directory', async (request, reply) => {
        const way = turn?.(request.headers.host);
        return reply.send({
          key: toBase64Url(key.publicKey),
          directory: await issued.current(),
          ...(way && { turn: way }),
        });
      });
    },
    stop() {},
  };
}
