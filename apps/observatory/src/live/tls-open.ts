// TLS 1.3 opened with its own secrets (RFC 8446): what the server is told, as it is told it.
import { createDecipheriv, createHmac } from 'node:crypto';
import { readCapture } from '../capture/index.ts';
import type { Flow } from '../capture/packet.ts';

export type OpenedStream = {
  readonly flow: Flow;
  /** In order; empty where the secrets of this connection are not known. */
  readonly fromClient: Buffer;
  readonly fromServer: Buffer;
  readonly isOpen: boolean;
};

type Suite = {
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
  readonly key: number;
  readonly hash: string;
};
const SUITES: Readonly<Record<number, Suite>> = {
  4865: { cipher: 'aes-128-gcm', key: 16, hash: 'sha256' },
  4866: { cipher: 'aes-256-gcm', key: 32, hash: 'sha384' },
  4867: { cipher: 'chacha20-poly1305', key: 32, hash: 'sha256' },
};
const HANDSHAKE = 22;
const APPLICATION = 23;
const TAG = 16;

/** Every TLS connection of a capture whose beginning is in it. @param keyLog text as `SSLKEYLOGFILE` has it */
export async function openTls(file: string, keyLog: string): Promise<OpenedStream[]> {
  const secrets = secretsOf(keyLog);
  const streams = new Map<number, { flow: Flow; a: Buffer[]; b: Buffer[]; lost: boolean }>();
  await readCapture(file, {
    stream({ flow, fromA, bytes, missing }) {
      let stream = streams.get(flow.id);
      if (!stream) {
        stream = { flow, a: [], b: [], lost: false };
        streams.set(flow.id, stream);
      }
      if (missing > 0) stream.lost = true;
      (fromA ? stream.a : stream.b).push(Buffer.from(bytes));
    },
  });
  return [...streams.values()].flatMap(({ flow, a, b }): OpenedStream[] => {
    const [client, server] = [Buffer.concat(a), Buffer.concat(b)];
    const random = randomOf(client, 1);
    if (!random) return [];
    const suite = suiteOf(server);
    const known = secrets.get(random.toString('hex'));
    if (!suite || !known?.client || !known.server)
      return [{ flow, fromClient: Buffer.alloc(0), fromServer: Buffer.alloc(0), isOpen: false }];
    return [
      {
        flow,
        fromClient: opened(client, known.client, suite),
        fromServer: opened(server, known.server, suite),
        isOpen: true,
      },
    ];
  });
}

type Secrets = Map<string, { client?: Buffer; server?: Buffer }>;

function secretsOf(text: string): Secrets {
  const found: Secrets = new Map();
  for (const line of text.split('\n')) {
    const match = /^(CLIENT|SERVER)_TRAFFIC_SECRET_0 ([0-9a-f]{64}) ([0-9a-f]+)\s*$/i.exec(line);
    if (!match) continue;
    const random = match[2]!.toLowerCase();
    const both = found.get(random) ?? {};
    both[match[1] === 'CLIENT' ? 'client' : 'server'] = Buffer.from(match[3]!, 'hex');
    found.set(random, both);
  }
  return found;
}

type TlsRecord = { readonly type: number; readonly header: Buffer; readonly body: Buffer };

function* recordsOf(stream: Buffer): Generator<TlsRecord> {
  for (let at = 0; at + 5 <= stream.length; ) {
    const length = stream.readUInt16BE(at + 3);
    if (stream[at + 1] !== 3 || at + 5 + length > stream.length) return;
    yield {
      type: stream[at]!,
      header: stream.subarray(at, at + 5),
      body: stream.subarray(at + 5, at + 5 + length),
    };
    at += 5 + length;
  }
}

/** The 32 bytes of chance in the first hello of that kind (1 client, 2 server). */
function randomOf(stream: Buffer, kind: number): Buffer | undefined {
  for (const { type, body } of recordsOf(stream))
    if (type === HANDSHAKE && body[0] === kind && body.length >= 38) return body.subarray(6, 38);
  return undefined;
}

function suiteOf(server: Buffer): Suite | undefined {
  for (const { type, body } of recordsOf(server)) {
    if (type !== HANDSHAKE || body[0] !== 2 || body.length < 41) continue;
    const session = body[38]!;
    return SUITES[body.length >= 41 + session ? body.readUInt16BE(39 + session) : 0];
  }
  return undefined;
}

/** Records under other keys, as those of the handshake, do not open and are passed over. */
function opened(stream: Buffer, secret: Buffer, suite: Suite): Buffer {
  const parts: Buffer[] = [];
  let keys = keysOf(secret, suite);
  let current = secret;
  for (const { type, header, body } of recordsOf(stream)) {
    if (type !== APPLICATION) continue;
    const inner = open(keys, suite, header, body);
    if (!inner) continue;
    keys.number++;
    let end = inner.length;
    while (end > 0 && inner[end - 1] === 0) end--;
    const [kind, content] = [inner[end - 1], inner.subarray(0, Math.max(0, end - 1))];
    if (kind === APPLICATION) parts.push(content);
    if (kind === HANDSHAKE && content[0] === 24) {
      current = expand(current, 'traffic upd', current.length, suite.hash);
      keys = keysOf(current, suite);
    }
  }
  return Buffer.concat(parts);
}

type Keys = { readonly key: Buffer; readonly iv: Buffer; number: number };
const keysOf = (secret: Buffer, { key, hash }: Suite): Keys => ({
  key: expand(secret, 'key', key, hash),
  iv: expand(secret, 'iv', 12, hash),
  number: 0,
});

function open(
  { key, iv, number }: Keys,
  { cipher }: Suite,
  header: Buffer,
  body: Buffer,
): Buffer | undefined {
  if (body.length <= TAG) return undefined;
  const nonce = Buffer.from(iv);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ number) >>> 0, 8);
  const text = body.subarray(0, body.length - TAG);
  const decipher = createDecipheriv(cipher as 'aes-128-gcm', key, nonce, { authTagLength: TAG });
  decipher.setAAD(header, { plaintextLength: text.length });
  decipher.setAuthTag(body.subarray(body.length - TAG));
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** HKDF-Expand-Label with no context (RFC 8446 section 7.1); at most two blocks are ever needed. */
function expand(secret: Buffer, label: string, length: number, hash: string): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([length >> 8, length & 255, name.length]), name, Buffer.from([0])]);
  let block = Buffer.alloc(0);
  let all = Buffer.alloc(0);
  for (let i = 1; all.length < length; i++) {
    block = createHmac(hash, secret)
      .update(block)
      .update(info)
      .update(Buffer.from([i]))
      .digest();
    all = Buffer.concat([all, block]);
  }
  return all.subarray(0, length);
}
