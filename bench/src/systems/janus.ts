import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../process/child.ts';
import { freeTcpPort } from '../process/port.ts';
import { usageOf } from '../process/usage.ts';
import type { Forwarder } from './forwarder.ts';
import { JanusApi, type Jsep } from './janus-api.ts';

const templates = new URL('../../peers/janus/', import.meta.url);
const room = 1;

/**
 * Janus leaves loopback interfaces out, so its transports use an address of another one. Both ends are on this
 * machine: the kernel hands the packets over by its loopback device all the same and none leaves.
 */
function ownAddress(): string {
  for (const addresses of Object.values(networkInterfaces())) {
    const own = addresses?.find((address) => address.family === 'IPv4' && !address.internal);
    if (own) return own.address;
  }
  throw new Error('janus needs one network interface besides loopback');
}

/** Version of the installed Janus, or undefined where there is none. */
export function janusVersion(): string | undefined {
  const run = spawnSync('janus', ['--version'], { encoding: 'utf8' });
  // Its exit code says nothing: `--version` ends with 1.
  return /\d+\.\d+\.\d+/.exec(run.stdout ?? '')?.[0];
}

/** @param eventLoops threads that carry media; 0 gives every participant a thread, which is Janus' default */
export async function startJanus(eventLoops = 1): Promise<Forwarder> {
  const version = janusVersion();
  if (!version) throw new Error('janus is not installed (Debian: apt-get install janus)');
  const folder = mkdtempSync(join(tmpdir(), 'stoa-bench-janus-'));
  const port = await freeTcpPort();
  const address = ownAddress();
  writeConfig(folder, port, eventLoops, address);
  const args = ['-F', folder, '-C', join(folder, 'janus.jcfg'), '-o'];
  const child = await startChild('subject', 'janus', args, ['ignore', 'ignore', 'inherit']);
  const stop = async () => {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const base = `http://127.0.0.1:${port}/janus`;
    await answering(`${base}/info`);
    const api = new JanusApi(base);
    await api.open();
    return forwarder(
      api,
      version,
      address,
      eventLoops,
      () => usageOf(child.pid),
      async () => {
        api.close();
        await stop();
      },
    );
  } catch (error) {
    await stop();
    throw error;
  }
}

function forwarder(
  api: JanusApi,
  version: string,
  address: string,
  eventLoops: number,
  usage: Forwarder['usage'],
  stop: Forwarder['stop'],
): Forwarder {
  let feed: unknown;
  return {
    name: 'janus',
    what: `Janus ${version} VideoRoom, audio only, ${eventLoops || 'per-handle'} event loop${eventLoops === 1 ? '' : 's'}, ICE lite, DTLS-SRTP`,
    versions: { janus: version },
    address,
    slots: 1,
    talkerSlots: 0,
    listenerMicrophone: false,
    publish: async (party) => {
      const handle = await api.attach();
      const joined = await api.request(handle, { request: 'join', ptype: 'publisher', room });
      feed = joined.data.id;
      const offer: Jsep = { type: 'offer', sdp: await party.offer() };
      const published = await api.request(handle, { request: 'publish', audiocodec: 'opus' }, offer);
      await party.accept(published.jsep!.sdp);
    },
    listen: async (party) => {
      const handle = await api.attach();
      const attached = await api.request(handle, {
        request: 'join',
        ptype: 'subscriber',
        room,
        streams: [{ feed }],
      });
      const sdp = await party.answer(withoutExtensions(attached.jsep!.sdp));
      await api.request(handle, { request: 'start' }, { type: 'answer', sdp });
    },
    usage,
    stop,
  };
}

/** Without them Janus adds no RTP header extension: the datagrams get the size that everybody else's have. */
function withoutExtensions(sdp: string): string {
  return sdp
    .split('\r\n')
    .filter((line) => !line.startsWith('a=extmap'))
    .join('\r\n');
}

function writeConfig(folder: string, httpPort: number, eventLoops: number, address: string): void {
  const values: Record<string, string> = {
    FOLDER: folder,
    LIBRARIES: librariesFolder(),
    DEBUG: '0',
    EVENT_LOOPS: eventLoops > 0 ? `event_loops = ${eventLoops}` : '',
    ADDRESS: address,
    PORTS: '20000-29999',
    HTTP_PORT: String(httpPort),
  };
  for (const name of readdirSync(templates)) {
    const text = readFileSync(new URL(name, templates), 'utf8');
    writeFileSync(
      join(folder, name),
      text.replace(/%([A-Z_]+)%/g, (_, key: string) => values[key] ?? ''),
    );
  }
}

function librariesFolder(): string {
  const places = ['/usr/lib/x86_64-linux-gnu/janus', '/usr/lib/aarch64-linux-gnu/janus', '/usr/lib/janus'];
  const found = [...places, '/opt/janus/lib/janus'].find((place) => existsSync(place));
  if (!found) throw new Error('janus is installed, but its plugins were not found');
  return found;
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('janus did not start within 10 s');
}
