// A deployment on this side of a wire, and people who audit it from the other: behind TLS, under a host name.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../rig/config.ts';
import { createNamespace, type NetNamespace } from '../rig/namespace.ts';
import { freeUdpPort } from '../rig/ports.ts';
import { endProgram, waitForOutput } from '../rig/programs.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { type Edit, nodeMutation } from '../wire/mutations.ts';
import { nameInside } from '../wire/names.ts';
import { makeCertificate, openTlsDoor } from '../wire/tls-door.ts';

export const HOST = 'rooms.stoa.test';
const PROGRAM = fileURLToPath(new URL('../../../apps/server/bin/stoa.mjs', import.meta.url));
const MANY = '1000000';

export type Cell = {
  readonly row: string;
  readonly watcher: string;
  readonly verdict: 'proven' | 'not tested' | 'broken' | 'known';
  readonly why: readonly string[];
  readonly codes: readonly string[];
};
export type LiveResult = {
  readonly cells: readonly Cell[];
  readonly checks: readonly {
    readonly id: string;
    readonly state: string;
    readonly seen: string;
    readonly control?: string;
    readonly findings: readonly { readonly code: string; readonly title: string }[];
  }[];
  readonly counts: { readonly proven: number; readonly notTested: number; readonly broken: number };
  /** Exit code of the command. */
  readonly exit: number;
  readonly said: string;
};

export type Deployment = {
  readonly namespace: NetNamespace;
  /** `stoa audit live` from the other side of the wire. @param edits of the participants */
  audit(options?: { edits?: readonly Edit[]; more?: readonly string[] }): Promise<LiveResult>;
  close(): Promise<void>;
};

export type DeploymentOptions = {
  /** Edits of the server and its relays. */
  readonly edits?: readonly Edit[];
  /** With accounts, and so with a database. */
  readonly accounts?: boolean;
};

export async function openDeployment({
  edits = [],
  accounts = false,
}: DeploymentOptions = {}): Promise<Deployment> {
  const namespace = createNamespace();
  const { hostAddress } = namespace;
  const closers: (() => unknown)[] = [() => namespace.close()];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    const certificate = makeCertificate(HOST);
    closers.push(nameInside(namespace, HOST, hostAddress));
    const app = fileURLToPath(new URL('../../../apps/web/dist/', import.meta.url));
    const door = await openTlsDoor({
      certificate,
      host: HOST,
      address: hostAddress,
      serverAddress: '127.0.0.1',
      app,
    });
    closers.push(() => door.close());
    const data = temporaryFolder('data');
    // As root, a database below it runs as another user, who has to pass through.
    chmodSync(data, 0o711);
    const log = join(temporaryFolder('log'), 'log');
    const server = spawn(process.execPath, [PROGRAM, 'serve'], {
      env: childEnvironment({
        HOST: '127.0.0.1',
        PORT: '0',
        STOA_DATA: data,
        STOA_RELAYS: '1',
        STOA_RELAY_ADDRESS: hostAddress,
        STOA_RELAY_PORT: String(await freeUdpPort()),
        STOA_PUBLIC_URL: door.url,
        STOA_TRUST_PROXY: '1',
        STOA_ACCOUNTS: accounts ? '1' : '0',
        STOA_ROOMS_PER_ADDRESS: MANY,
        STOA_TOKENS_PER_ADDRESS: MANY,
        STOA_SOCKETS_PER_ADDRESS: MANY,
        ...nodeMutation(edits),
      }),
    });
    const written = createWriteStream(log);
    server.stdout?.pipe(written, { end: false });
    server.stderr?.pipe(written, { end: false });
    closers.push(() => endProgram(server, 8000));
    const killAtExit = () => server.kill('SIGKILL');
    process.once('exit', killAtExit);
    closers.push(() => process.off('exit', killAtExit));
    const [, port = ''] = await waitForOutput(server, /Stoa is running at \S+:(\d+)/, 90_000);
    door.leadTo(Number(port));
    // Reading for the port ended the flow into the log.
    server.stdout?.pipe(written, { end: false });
    server.stderr?.pipe(written, { end: false });
    return {
      namespace,
      close,
      audit: ({ edits: theirs = [], more = [] } = {}) => {
        const onHost = ['--data', data, '--log', log, '--pid', String(server.pid)];
        const args = [
          PROGRAM,
          'audit',
          'live',
          door.url,
          '--interface',
          'any',
          '--alone',
          '--json',
          ...onHost,
          ...more,
        ];
        const env = { NODE_EXTRA_CA_CERTS: certificate.certFile, ...nodeMutation(theirs) };
        return resultOf(namespace.start(process.execPath, args, env));
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function resultOf(child: ChildProcess): Promise<LiveResult> {
  let [json, said] = ['', ''];
  child.stdout?.on('data', (text: Buffer) => {
    json += text.toString();
  });
  child.stderr?.on('data', (text: Buffer) => {
    said += text.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('close', (exit) => {
      try {
        resolve({ ...(JSON.parse(json) as LiveResult), exit: exit ?? -1, said });
      } catch {
        reject(new Error(`The audit gave no result (${exit}): ${said.slice(-1500)}`));
      }
    });
  });
}
