import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webPushSender } from './sender.ts';

type Got = { readonly headers: Record<string, string | string[] | undefined>; readonly body: Buffer };
const got: Got[] = [];
let status = 201;
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    got.push({ headers: request.headers, body: Buffer.concat(parts) });
    response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end();
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const vapid = createECDH('prime256v1');
vapid.generateKeys();
const device = createECDH('prime256v1');
device.generateKeys();
const auth = randomBytes(16);
const send = webPushSender({
  keys: {
    publicKey: vapid.getPublicKey(),
    privateKey: Buffer.from(vapid.getPrivateKey('hex').padStart(64, '0'), 'hex'),
  },
  contact: 'https://stoa.example',
});
const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const delivery = (payload: string) => ({
  endpoint: `${origin()}/push/1`,
  p256dh: new Uint8Array(device.getPublicKey()),
  auth: new Uint8Array(auth),
  payload,
  ttlSeconds: 60,
});

/** RFC 8291 as the browser does it. */
function opened(body: Buffer): string {
  const salt = body.subarray(0, 16);
  const sender = body.subarray(21, 21 + body[20]!);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), device.getPublicKey(), sender]);
  const ikm = Buffer.from(hkdfSync('sha256', device.computeSecret(sender), auth, info, 32));
  const key = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: nonce\0', 12));
  const sealed = body.subarray(21 + body[20]!);
  const open = createDecipheriv('aes-128-gcm', key, nonce);
  open.setAuthTag(sealed.subarray(-16));
  const clear = Buffer.concat([open.update(sealed.subarray(0, -16)), open.final()]);
  return clear.subarray(0, clear.lastIndexOf(2)).toString();
}

test('a device can open it; its length is the same whatever it says', async () => {
  status = 201;
  expect(await send(delivery('{"t":"new"}'))).toBe('delivered');
  expect(await send(delivery('{}'))).toBe('delivered');
  const [one, other] = got.splice(0);
  expect(JSON.parse(opened(one!.body))).toEqual({ t: 'new' });
  expect(one!.body.length).toBe(other!.body.length);
  expect(one!.headers).toMatchObject({ ttl: '60', topic: 'stoa', 'content-encoding': 'aes128gcm' });
});

test('it is signed for the push service with the key of this deployment (RFC 8292)', async () => {
  await send(delivery('{}'));
  const [one] = got.splice(0);
  const [, token = '', key = ''] =
    /^vapid t=([^,]+), ?k=(.+)$/.exec(String(one!.headers.authorization)) ?? [];
  expect(Buffer.from(key, 'base64url')).toEqual(vapid.getPublicKey());
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = vapid.getPublicKey();
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const signed = Buffer.from(`${head}.${claims}`);
  const raw = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
  expect(verify('sha256', signed, raw, Buffer.from(signature, 'base64url'))).toBe(true);
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    aud: origin(),
    sub: 'https://stoa.example',
  });
});

test.each([
  [404, 'gone'],
  [410, 'gone'],
  [429, 'failed'],
  [500, 'failed'],
  [302, 'failed'],
])('a push service that answers %i: %s', async (answer, outcome) => {
  status = answer;
  expect(await send(delivery('{}'))).toBe(outcome);
});

test('nobody there, and a key that is none, are failures and nothing worse', async () => {
  expect(await send({ ...delivery('{}'), endpoint: 'http://127.0.0.1:1/' })).toBe('failed');
  expect(await send({ ...delivery('{}'), p256dh: new Uint8Array(65) })).toBe('failed');
});
