// What operators put around Stoa: numbers that tell nothing of anybody, and a proxy with TLS in front.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createNodeParticipant, type NodeParticipant, probe } from '@stoa/client/node';
import { fromBase64Url } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Daemon } from '../hosts/daemon.ts';
import { startBroker } from '../hosts/nats.ts';
import { dataFolder, startStoa } from '../hosts/stoa.ts';
import { childEnvironment } from '../rig/config.ts';
import { freeTcpPort } from '../rig/ports.ts';
import { endProgram, programPath } from '../rig/programs.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { startServer } from '../stage/server.ts';
import { needlesOf } from '../wire/needles.ts';
import { createScan } from '../wire/scanner.ts';

const program = fileURLToPath(new URL('../../../apps/server/bin/stoa.mjs', import.meta.url));
const caddyfile = (name: string) => fileURLToPath(new URL(`../../../deploy/caddy/${name}`, import.meta.url));
const connected = (participant: NodeParticipant) =>
  participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', 30_000);

test('metrics of a live room count it, and hold no id, name, title, link or address', async () => {
  const server = await startServer({ env: { STOA_METRICS_PORT: '0' } });
  const people: NodeParticipant[] = [];
  try {
    const url = /Metrics are at (\S+)/.exec(server.said)?.[1] ?? '';
    const host = await createNodeParticipant({
      server: server.url,
      name: 'Canaria Nightingale',
      title: 'Canary title of a room',
    });
    people.push(host);
    await connected(host);
    const guest = await createNodeParticipant({
      server: server.url,
      link: host.room.link,
      name: 'Finch Canarsie',
    });
    people.push(guest);
    await connected(guest);
    // Refused at the door, so that words of refusal are there as well.
    const { pathname, hash } = new URL(host.room.link, server.url);
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/signal`);
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send('{"t":"nonsense"}');
    await new Promise((resolve) => socket.once('close', resolve));

    let text = '';
    const until = performance.now() + 15_000;
    const number = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
    while (!(number('stoa_participants') === 2 && /stoa_relay_connected\{relay="0"\} 2/.test(text))) {
      if (performance.now() > until) throw new Error(`The metrics do not count the room:\n${text}`);
      await new Promise((wait) => setTimeout(wait, 300));
      text = await (await fetch(url)).text();
    }
    expect(number('stoa_rooms')).toBe(1);
    expect(number('stoa_joins_total')).toBe(2);
    expect(text).toMatch(/stoa_sockets_closed_total\{reason="malformed"\} 1/);

    const handle = pathname.split('/').at(-1) ?? '';
    const scan = createScan(
      needlesOf([
        { what: 'a name', text: 'Canaria Nightingale' },
        { what: 'a name', text: 'Finch Canarsie' },
        { what: 'a title', text: 'Canary title of a room' },
        { what: 'the handle', bytes: new Uint8Array(fromBase64Url(handle)!) },
        { what: 'the secret of the link', text: hash.slice(1) },
        { what: 'an address', text: '127.0.0.1' },
      ]),
    );
    expect(scan(Buffer.from(text))).toEqual([]);
    // Nor any other address, nor anything that looks like an id: the one long word is one of refusal.
    expect(text).not.toMatch(/\d+\.\d+\.\d+\.\d+/);
    expect(text.match(/"[A-Za-z0-9_-]{21,}"/g)).toEqual(['"offerWithoutFingerprint"']);
    // The search finds what is there.
    expect(scan(Buffer.from(`${text} ${handle}`))).not.toEqual([]);
  } finally {
    for (const one of people) await one.close();
    await server.close();
  }
});

test('behind the Caddyfile of deploy/: two people meet over TLS and hear each other', async () => {
  const folder = temporaryFolder('caddy');
  const [https, http] = [await freeTcpPort(), await freeTcpPort()];
  const site = `https://localhost:${https}`;
  const server = await startServer({ env: { STOA_PUBLIC_URL: site, STOA_TRUST_PROXY: '1' } });
  const caddy = spawn(
    programPath('caddy'),
    ['run', '--adapter', 'caddyfile', '--config', caddyfile('Caddyfile')],
    {
      env: childEnvironment({
        XDG_DATA_HOME: folder,
        XDG_CONFIG_HOME: folder,
        CADDY_SITE: site,
        CADDY_UPSTREAM: `127.0.0.1:${server.port}`,
        CADDY_HTTP_PORT: String(http),
        CADDY_HTTPS_PORT: String(https),
      }),
      stdio: 'ignore',
    },
  );
  try {
    // The authority that Caddy makes for localhost; on the internet it is a public one.
    const authority = join(folder, 'caddy/pki/authorities/local/root.crt');
    const until = performance.now() + 20_000;
    while (!existsSync(authority)) {
      if (performance.now() > until) throw new Error('Caddy made no certificate within 20 s.');
      await new Promise((wait) => setTimeout(wait, 100));
    }
    const probing = spawn(process.execPath, [program, 'probe', site, '--json'], {
      env: childEnvironment({ NODE_EXTRA_CA_CERTS: authority }),
    });
    let said = '';
    probing.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await once(probing, 'close');
    expect(JSON.parse(said)).toMatchObject({ heard: true, verified: true, problem: null });
    // What it passes on is what it is itself asked for: health, and the sentence for pages of elsewhere.
    const trusting = spawn(
      process.execPath,
      [
        '-e',
        `fetch('${site}/api/rooms', { method: 'POST', headers: { origin: 'https://elsewhere.example' } }).then(({ status }) => console.log(status))`,
      ],
      { env: childEnvironment({ NODE_EXTRA_CA_CERTS: authority }) },
    );
    let status = '';
    trusting.stdout.on('data', (chunk: Buffer) => {
      status += chunk.toString();
    });
    await once(trusting, 'close');
    expect(status.trim()).toBe('403');
  } finally {
    await endProgram(caddy);
    await server.close();
  }
});

test('behind the Caddyfile.fleet of deploy/: a fleet of roles, two of them control, and one of those killed', async () => {
  const daemons: Daemon[] = [];
  const started = async <D extends Daemon>(daemon: Promise<D>): Promise<D> => {
    daemons.push(await daemon);
    return daemon;
  };
  const folder = temporaryFolder('caddy');
  const port = await freeTcpPort();
  const site = `http://127.0.0.1:${port}`;
  try {
    const broker = await started(startBroker());
    const fleet = { data: dataFolder(), env: { NATS_URL: broker.url, STOA_TRUST_PROXY: '1' } };
    const env = (more: Record<string, string> = {}) => ({ ...fleet, env: { ...fleet.env, ...more } });
    const first = await started(startStoa({ ...env(), role: 'control' }));
    const second = await started(startStoa({ ...env(), role: 'control' }));
    await started(startStoa({ ...env({ STOA_NODE_HOST: 'near', STOA_RELAYS: '2' }), role: 'relay' }));
    const web = await started(startStoa({ ...env(), role: 'web' }));
    const where = (each: { readonly port: number }) => `127.0.0.1:${each.port}`;
    const caddy = spawn(
      programPath('caddy'),
      ['run', '--adapter', 'caddyfile', '--config', caddyfile('Caddyfile.fleet')],
      {
        env: childEnvironment({
          XDG_DATA_HOME: folder,
          XDG_CONFIG_HOME: folder,
          CADDY_SITE: site,
          CADDY_CONTROL: `${where(first)} ${where(second)}`,
          CADDY_SOCIAL: where(web),
          CADDY_WEB: where(web),
          CADDY_HTTP_PORT: String(port),
        }),
        stdio: 'ignore',
      },
    );
    try {
      const answers = async (path: string) => (await fetch(site + path).catch(() => undefined))?.status ?? 0;
      const until = performance.now() + 30_000;
      while ((await answers('/api/directory')) !== 200 || (await answers('/')) !== 200) {
        if (performance.now() > until) throw new Error('The fleet does not answer within 30 s.');
        await new Promise((wait) => setTimeout(wait, 200));
      }
      expect(await (await fetch(site)).text()).toContain('<!doctype html>');
      expect(await probe(site)).toMatchObject({ heard: true, verified: true, problem: null });
      await second.kill();
      await new Promise((wait) => setTimeout(wait, 5_000));
      expect(await probe(site)).toMatchObject({ heard: true, verified: true, problem: null });
    } finally {
      await endProgram(caddy);
    }
  } finally {
    for (const daemon of daemons.reverse()) await daemon.kill();
  }
}, 180_000);
