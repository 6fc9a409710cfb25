// A deployment as it stands in the world: behind TLS, under a host name, in a network of its own with an observer in it.
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../rig/chromium.ts';
import { type Firefox, launchFirefox } from '../rig/firefox.ts';
import { createNamespace, type NetNamespace } from '../rig/namespace.ts';
import { freeUdpPort } from '../rig/ports.ts';
import { endProgram } from '../rig/programs.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { type Capture, startCapture } from '../rig/tshark.ts';
import { eventually, type StageServer, startServer } from '../stage/index.ts';
import { buildApp } from './bundle.ts';
import type { Wire } from './findings.ts';
import { type Edit, nodeMutation } from './mutations.ts';
import { nameInside } from './names.ts';
import type { Canary } from './needles.ts';
import { type Certificate, makeCertificate, openTlsDoor, type TlsDoor } from './tls-door.ts';

export const HOST = 'rooms.stoa.test';

export type Scene = {
  readonly namespace: NetNamespace;
  readonly server: StageServer;
  readonly door: TlsDoor;
  /** Another door to the same server, with another app behind it. */
  openDoor(app: string): Promise<TlsDoor>;
  chromium(microphone?: 'allowed' | 'denied'): Promise<Browser>;
  firefox(): Promise<Firefox>;
  /** A Node participant inside; resolves when it is in the room. */
  nodePerson(name: string, link: string, edits?: readonly Edit[]): Promise<NodePerson>;
  /** The observer begins to look. */
  capture(): Promise<Capture>;
  wire(capture: Capture): Wire;
  /** Numbers that only the server and its relays know. */
  eras(): Canary[];
  dataFiles(): [string, Uint8Array][];
  close(): Promise<void>;
};

export type NodePerson = {
  order(line: string): void;
  /** Resolves when it has said so. */
  said(is: string): Promise<Record<string, unknown>>;
  close(): Promise<void>;
};

/** Lets the test know the number of each era, which the server rightly tells nobody. */
const TELL_ERAS: Edit = {
  file: 'services/control/src/media/era-media.ts',
  find: 'this.switchboard = switchboard;',
  put: `this.switchboard = switchboard;
    process.getBuiltinModule('node:fs').appendFileSync(process.env.STOA_TEST_ERAS,
      (typeof era === 'number' ? era : era.reduce((number, byte) => number * 256 + byte, 0)) + '\\n');`,
};

export type SceneOptions = {
  /** Edits of the web app behind the first door. */
  readonly app?: readonly Edit[];
  /** Edits of the server. */
  readonly server?: readonly Edit[];
};

export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const namespace = createNamespace();
  const certificate = makeCertificate(HOST);
  const forget = nameInside(namespace, HOST, namespace.hostAddress);
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
    namespace.close();
    forget();
  };
  const leadTo: number[] = [];
  const openDoor = async (app: string) => {
    const { address: serverAddress, hostAddress: address } = namespace;
    const door = await openTlsDoor({ certificate, host: HOST, address, serverAddress, app });
    for (const port of leadTo) door.leadTo(port);
    closers.push(() => door.close());
    return door;
  };
  try {
    const door = await openDoor(await buildApp(options.app));
    const relayPort = await freeUdpPort();
    const data = temporaryFolder('data');
    const eraFile = join(temporaryFolder('eras'), 'eras');
    const server = await startServer({
      namespace,
      env: {
        // The plain hop between the proxy and the server is no wire: it is left out of the capture.
        HOST: '0.0.0.0',
        STOA_DATA: data,
        STOA_RELAY_PORT: String(relayPort),
        STOA_PUBLIC_URL: door.url,
        STOA_TEST_ERAS: eraFile,
        ...nodeMutation([TELL_ERAS, ...(options.server ?? [])]),
      },
    });
    closers.push(() => server.close());
    leadTo.push(server.port);
    door.leadTo(server.port);
    const doors = [door];

    return {
      namespace,
      server,
      door,
      async openDoor(app) {
        const another = await openDoor(app);
        doors.push(another);
        return another;
      },
      async chromium(microphone = 'allowed') {
        const args = ['--ignore-certificate-errors'];
        const browser = await launchChromium({ namespace, microphone, args });
        closers.push(() => browser.close());
        return browser;
      },
      async firefox() {
        const firefox = await launchFirefox({ namespace, anyCertificate: true, prefs: QUIETER });
        closers.push(() => firefox.close());
        return firefox;
      },
      async nodePerson(name, link, edits = []) {
        const person = startNodePerson({ namespace, certificate, name, link, edits });
        closers.push(() => person.close());
        await person.said('in');
        return person;
      },
      async capture() {
        const { hostAddress } = namespace;
        const tls = doors.map((one) => `tcp port ${one.port}`).join(' or ');
        // Left out: what other programs of this machine send into every network (UDP from the outer end of the wire, where
        // nothing of the deployment speaks UDP); the tests' own TCP (steering Firefox, on loopback and from outside), the proxy's plain hop, and
        // what the kernel says by itself on a new interface (ARP, neighbour discovery, multicast membership).
        const foreign = `udp and src host ${hostAddress}`;
        const plain = `tcp and not (${tls}) and (host ${hostAddress} or net 127.0.0.0/8)`;
        const capture = await startCapture({
          namespace,
          filter: `not (${plain}) and not (${foreign}) and not arp and not igmp and not (icmp6 and ip6[40] >= 130)`,
        });
        let stopped: Promise<void> | undefined;
        const stop = () => {
          stopped ??= capture.stop();
          return stopped;
        };
        closers.push(stop);
        return { file: capture.file, stop };
      },
      wire: (capture) => ({
        file: capture.file,
        relayPort,
        host: HOST,
        addresses: new Set([namespace.address, namespace.hostAddress]),
      }),
      eras: () =>
        readFileSync(eraFile, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => ({ what: 'era', number: BigInt(line) })),
      dataFiles: () =>
        readdirSync(data, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry): [string, Uint8Array] => [
            entry.name,
            readFileSync(join(entry.parentPath, entry.name)),
          ]),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const QUIETER = { 'network.trr.mode': 5, 'network.dns.disablePrefetch': true };

type NodePersonOptions = {
  readonly namespace: NetNamespace;
  readonly certificate: Certificate;
  readonly name: string;
  readonly link: string;
  readonly edits: readonly Edit[];
};

function startNodePerson({ namespace, certificate, name, link, edits }: NodePersonOptions): NodePerson {
  const program = fileURLToPath(new URL('./node-person.ts', import.meta.url));
  const env = { NODE_EXTRA_CA_CERTS: certificate.certFile, ...(edits.length > 0 ? nodeMutation(edits) : {}) };
  const child: ChildProcess = namespace.start(
    process.execPath,
    ['--import', 'tsx', program, name, link],
    env,
  );
  const lines: Record<string, unknown>[] = [];
  let errors = '';
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return {
    order: (line) => void child.stdin?.write(`${line}\n`),
    said: (is) =>
      eventually(
        `the Node participant to say "${is}"`,
        async () => {
          const at = lines.findIndex((line) => line.is === is);
          return at < 0 ? undefined : lines.splice(at, 1)[0];
        },
        async () => ({ lines, errors: errors.slice(-600), exit: child.exitCode }),
      ),
    close: () => endProgram(child),
  };
}
