import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { request } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { speechOf } from './first-byte.ts';
import { before, type FrontDoor } from './front-door.ts';
import { type TlsFiles, tlsFiles } from './tls-files.ts';
import { WaitingRoom } from './waiting-room.ts';

let folder: string;
let paths: { cert: string; key: string };
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stoa-door-'));
  paths = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = ['-subj', '/CN=localhost', '-days', '2', '-keyout', paths.key, '-out', paths.cert];
  execFileSync('openssl', ['req', ...kind, ...names], { stdio: 'ignore' });
});
afterAll(() => rmSync(folder, { recursive: true }));

let server: Server;
let door: FrontDoor;
let tls: TlsFiles;
let turned: string[];
const limits = { all: 20, perAddress: 10, patience: 300 };

beforeEach(async () => {
  turned = [];
  server = createServer((asked, answer) => {
    let body = '';
    asked.on('data', (chunk) => {
      body += chunk;
    });
    asked.on('end', () => answer.end(`${asked.method} ${asked.url} ${body.length}`));
  });
  server.on('upgrade', (_asked, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nhello'));
  tls = tlsFiles(paths);
  const turn = (socket: Socket) => {
    socket.on('data', (chunk: Buffer) => {
      turned.push(chunk.toString('hex'));
      socket.write(chunk);
    });
    socket.on('error', () => {});
    socket.on('end', () => socket.destroy());
  };
  door = before(server, { turn, tls, waiting: new WaitingRoom(limits) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  door.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const port = () => (server.address() as { port: number }).port;
const stun = Buffer.from('000300002112a442000102030405060708090a0b', 'hex');

async function plain(): Promise<Socket> {
  const socket = connect(port(), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}
async function text(socket: Socket): Promise<string> {
  let all = '';
  for await (const chunk of socket) all += chunk;
  return all;
}

describe('one port', () => {
  test('HTTP: pages, bodies in pieces, several requests on a connection, an upgrade', async () => {
    const at = `http://127.0.0.1:${port()}`;
    expect(await (await fetch(`${at}/a`)).text()).toBe('GET /a 0');
    expect(await (await fetch(`${at}/b`, { method: 'POST', body: 'x'.repeat(300_000) })).text()).toBe(
      'POST /b 300000',
    );
    const slow = await plain();
    for (const piece of [
      'P',
      'OST /c HTTP/1.1\r\nhost: x\r\ncontent-le',
      'ngth: 3\r\nconnection: close\r\n\r\nab',
      'c',
    ]) {
      slow.write(piece);
      await sleep(20);
    }
    expect(await text(slow)).toContain('POST /c 3');
    const upgrade = await plain();
    upgrade.write('GET /d HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    expect(await text(upgrade)).toContain('hello');
  });

  test('HTTPS', async () => {
    const asked = request({ port: port(), host: '127.0.0.1', path: '/secure', rejectUnauthorized: false });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    let body = '';
    for await (const chunk of answer) body += chunk;
    expect(body).toBe('GET /secure 0');
    asked.destroy();
  });

  test('TURN, in pieces', async () => {
    const socket = await plain();
    socket.write(stun.subarray(0, 1));
    await sleep(20);
    socket.write(stun.subarray(1));
    let back = Buffer.alloc(0);
    while (back.length < stun.length) back = Buffer.concat([back, (await once(socket, 'data'))[0] as Buffer]);
    expect(back).toEqual(stun);
    socket.destroy();
  });

  test('TURN under TLS, with a record before and after', async () => {
    const socket = connectTls({ port: port(), host: '127.0.0.1', rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    socket.write(stun);
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first).toEqual(stun);
    socket.write(Buffer.from([0x40, 0, 0, 0]));
    const [second] = (await once(socket, 'data')) as [Buffer];
    expect(second).toEqual(Buffer.from([0x40, 0, 0, 0]));
    socket.destroy();
  });

  test('under TLS by all names that browsers use for it', async () => {
    for (const name of ['webrtc', 'c-webrtc', 'stun.turn', 'http/1.1']) {
      const tlsOptions = {
        port: port(),
        host: '127.0.0.1',
        rejectUnauthorized: false,
        ALPNProtocols: [name],
      };
      const socket = connectTls(tlsOptions);
      await once(socket, 'secureConnect');
      expect(socket.alpnProtocol).toBe(name);
      socket.destroy();
    }
  });

  test('anything else is ended, TLS within TLS too', async () => {
    for (const first of [0x05, 0x80, 0xff, 0x40, 0x20]) {
      const socket = await plain();
      socket.write(Buffer.from([first, 1, 2, 3]));
      expect(await text(socket).catch(() => '')).toBe('');
    }
    const inner = connectTls({ port: port(), host: '127.0.0.1', rejectUnauthorized: false });
    inner.on('error', () => {});
    await once(inner, 'secureConnect');
    inner.write(Buffer.from([0x16, 3, 1]));
    await once(inner, 'close');
    expect(turned).toEqual([]);
  });
});

describe('nobody stands in the door for long', () => {
  test('who says nothing, or half a handshake, goes after a while', async () => {
    const silent = await plain();
    const half = await plain();
    half.write(Buffer.from([0x16, 3, 1, 2, 0]));
    const begun = performance.now();
    await Promise.all([once(silent, 'close'), once(half, 'close')]);
    expect(performance.now() - begun).toBeGreaterThan(limits.patience - 100);
    expect(door.waiting.waiting).toBe(0);
    expect(door.waiting.turnedAway).toBe(2);
  });

  test('who spoke under TLS stays, and keeps no place', async () => {
    const socket = connectTls({ port: port(), host: '127.0.0.1', rejectUnauthorized: false });
    let ended = false;
    socket
      .on('error', () => {})
      .on('close', () => {
        ended = true;
      });
    await once(socket, 'secureConnect');
    expect(door.waiting.waiting).toBe(1);
    socket.write(stun);
    await once(socket, 'data');
    expect(door.waiting.waiting).toBe(0);
    await sleep(limits.patience + 100);
    expect(ended).toBe(false);
    socket.destroy();
  });

  test('who closes half of the connection is let go', async () => {
    const socket = await plain();
    socket.end();
    await once(socket, 'close');
    expect(door.waiting.waiting).toBe(0);
  });

  test('an address has so many places, and people who speak get in all the same', async () => {
    const sockets = await Promise.all(Array.from({ length: 15 }, plain));
    await sleep(50);
    expect(door.waiting.waiting).toBe(10);
    for (const socket of sockets) socket.destroy();
    await sleep(50);
    expect(await (await fetch(`http://127.0.0.1:${port()}/in`)).text()).toBe('GET /in 0');
  });

  test('when all places are taken, who has waited longest goes', () => {
    const gone: number[] = [];
    const room = new WaitingRoom({ all: 3, perAddress: 2, patience: 1_000 });
    const guests = [0, 1, 2, 3].map((i) => ({ destroy: () => gone.push(i) }));
    for (const [i, guest] of guests.entries()) expect(room.enter(guest, `address ${i}`)).toBe(true);
    expect(gone).toEqual([0]);
    room.leave(guests[0]!);
    room.empty();
    expect(gone).toEqual([0, 1, 2, 3]);
    expect(room.waiting).toBe(0);
  });
});

test('the first byte tells the three apart', () => {
  expect(speechOf(0x16)).toBe('tls');
  for (const method of ['GET', 'POST', 'OPTIONS', 'PRI']) expect(speechOf(method.charCodeAt(0))).toBe('http');
  expect(speechOf(stun[0]!)).toBe('turn');
  expect(speechOf(0x80)).toBe('unknown');
});

test('certificates that cannot be used are said with their setting', () => {
  expect(() => tlsFiles({ ...paths, cert: join(folder, 'none') })).toThrow('STOA_TLS_CERT names a file');
  expect(() => tlsFiles({ cert: paths.cert, key: paths.cert })).toThrow('do not belong together');
});
