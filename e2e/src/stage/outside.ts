import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import { certificateFiles } from '../rig/certificate.ts';
import { createNamespace, type NetNamespace } from '../rig/namespace.ts';
import { type StageServer, startServer } from './server.ts';

/** A server beyond the network of its visitors, with a name and TLS, as on the internet; it answers TLS itself. */
export type Outside = {
  readonly server: StageServer;
  /** Origin under its name, for browsers inside `network`; outside of it, see `browserArgs`. */
  readonly page: string;
  /** The network of the visitors: whatever the test does to it, the server is not touched. */
  readonly network: NetNamespace;
  /** For a Chromium anywhere: the certificate is taken, and the name is found without asking anybody. */
  readonly chromiumArgs: readonly string[];
};

// Firefox takes no TURN over TLS from a server without a name.
const NAME = 'stoa.test';

/**
 * The same for every test of a file; there from `beforeAll` on.
 *
 * @param settings of the operator besides, for a server at this address
 */
export function useOutside(settings: (address: string) => Record<string, string> = () => ({})): Outside {
  let running: Outside;
  const undo: (() => unknown)[] = [];
  beforeAll(async () => {
    const network = createNamespace();
    undo.push(() => network.close());
    const names = `/etc/netns/${network.name}`;
    mkdirSync(names, { recursive: true });
    undo.push(() => rmSync(names, { recursive: true, force: true }));
    const address = network.hostAddress;
    writeFileSync(`${names}/hosts`, `127.0.0.1 localhost\n${address} ${NAME}\n`);
    const { cert, key } = certificateFiles(NAME);
    const env = { HOST: address, STOA_RELAY_ADDRESS: address, STOA_TLS_CERT: cert, STOA_TLS_KEY: key };
    Object.assign(env, settings(address));
    const server = await startServer({ env });
    undo.push(() => server.close());
    running = {
      server,
      network,
      page: `https://${NAME}:${server.port}`,
      chromiumArgs: ['--ignore-certificate-errors', `--host-resolver-rules=MAP ${NAME} ${address}`],
    };
  }, 60_000);
  afterAll(async () => {
    for (const each of undo.splice(0).reverse()) await each();
  }, 60_000);
  return {
    get server() {
      return running.server;
    },
    get page() {
      return running.page;
    },
    get network() {
      return running.network;
    },
    get chromiumArgs() {
      return running.chromiumArgs;
    },
  };
}
