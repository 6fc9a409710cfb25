// The operator's TLS proxy: what passes it is encrypted outside and, here alone, can be looked at.
import { existsSync, readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { extname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { runSync } from '../rig/programs.ts';
import { temporaryFolder } from '../rig/temporary.ts';
import { SocketMessages } from './socket-messages.ts';

export type Certificate = { readonly certFile: string; readonly cert: Buffer; readonly key: Buffer };

/** Made at run time, good for a day, trusted by nobody who is not told to. */
export function makeCertificate(host: string): Certificate {
  const folder = temporaryFolder('certificate');
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile];
  const name = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  runSync('openssl', ['req', '-x509', '-days', '1', '-out', certFile, ...key, ...name]);
  return { certFile, cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

export type Passed =
  /** One signaling message, `bytes` long on the socket. */
  | {
      readonly kind: 'message';
      readonly from: 'client' | 'server';
      readonly bytes: number;
      readonly text: string;
    }
  | {
      readonly kind: 'body';
      readonly from: 'client' | 'server';
      readonly path: string;
      readonly text: string;
    }
  | { readonly kind: 'cookie'; readonly value: string };

export type TlsDoor = {
  /** Origin for browsers. */
  readonly url: string;
  readonly port: number;
  readonly passed: readonly Passed[];
  /** Where it leads: the server's address. */
  leadTo(port: number): void;
  close(): Promise<void>;
};

export type DoorOptions = {
  readonly certificate: Certificate;
  readonly host: string;
  /** Address that it listens on. */
  readonly address: string;
  readonly serverAddress: string;
  /** A built app to hand out; the server's headers stay. */
  readonly app: string;
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export async function openTlsDoor(options: DoorOptions): Promise<TlsDoor> {
  const { certificate, host, address, serverAddress, app } = options;
  const passed: Passed[] = [];
  const open = new Set<Duplex>();
  let target = 0;

  const server = createServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
    void bodyOf(request).then((body) => pass(request, body, response));
  });
  server.on('connection', (socket: Duplex) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });

  function pass(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const path = request.url ?? '/';
    if (body.length > 0) passed.push({ kind: 'body', from: 'client', path, text: body.toString() });
    const inner = httpRequest(
      {
        host: serverAddress,
        port: target,
        method: request.method,
        path,
        headers: { ...request.headers, 'x-forwarded-for': request.socket.remoteAddress ?? '' },
      },
      async (answer) => {
        const text = await bodyOf(answer);
        const headers = { ...answer.headers };
        for (const line of answer.headers['set-cookie'] ?? [])
          passed.push({ kind: 'cookie', value: line.split(';', 1)[0]?.split('=')[1] ?? '' });
        const file = appFile(path);
        if (file && request.method === 'GET') {
          for (const of of [
            'content-length',
            'content-encoding',
            'transfer-encoding',
            'etag',
            'last-modified',
          ])
            delete headers[of];
          headers['content-type'] = TYPES[extname(file)] ?? 'application/octet-stream';
          response.writeHead(200, headers).end(readFileSync(file));
          return;
        }
        if (path.startsWith('/api/'))
          passed.push({ kind: 'body', from: 'server', path, text: text.toString() });
        response.writeHead(answer.statusCode ?? 502, headers).end(text);
      },
    );
    inner.on('error', () => response.writeHead(502).end());
    inner.end(body);
  }

  function appFile(path: string): string | undefined {
    const plain = path.split('?')[0] ?? '/';
    if (plain.startsWith('/api/') || plain.includes('..')) return undefined;
    if (plain === '/' || plain.startsWith('/r/')) return join(app, 'index.html');
    const file = join(app, plain);
    return existsSync(file) && extname(file) !== '' ? file : undefined;
  }

  server.on('upgrade', (request: IncomingMessage, outer: Duplex, head: Buffer) => {
    const inner = connect(target, serverAddress);
    const lines = [`GET ${request.url} HTTP/1.1`];
    for (let i = 0; i < request.rawHeaders.length; i += 2)
      lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
    lines.push(`x-forwarded-for: ${request.socket.remoteAddress ?? ''}`);
    inner.write(`${lines.join('\r\n')}\r\n\r\n`);
    inner.write(head);
    const fromClient = new SocketMessages();
    const fromServer = new SocketMessages();
    let answered = false;
    let early = Buffer.alloc(0);
    const note = (from: 'client' | 'server', messages: readonly { text: string; bytes: number }[]) => {
      for (const message of messages) passed.push({ kind: 'message', from, ...message });
    };
    outer.on('data', (chunk: Buffer) => note('client', fromClient.push(chunk)));
    inner.on('data', (chunk: Buffer) => {
      if (answered) return note('server', fromServer.push(chunk));
      early = Buffer.concat([early, chunk]);
      const end = early.indexOf('\r\n\r\n');
      if (end < 0) return;
      answered = true;
      note('server', fromServer.push(early.subarray(end + 4)));
    });
    outer.pipe(inner).pipe(outer);
    for (const socket of [outer, inner]) {
      socket.on('error', () => {
        outer.destroy();
        inner.destroy();
      });
    }
  });

  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  return {
    url: `https://${host}:${port}`,
    port,
    passed,
    leadTo(serverPort) {
      target = serverPort;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
