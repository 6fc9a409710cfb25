// The first packet of a QUIC connection, which everybody on the path can decrypt (RFC 9001 section 5.2): its server name.
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { type Hello, readHello } from './tls.ts';

const SALTS: Readonly<Record<number, Buffer>> = {
  1: Buffer.from('38762cf7f55934b34d179ae6a4c80cadccbb7f0a', 'hex'),
  1798521807: Buffer.from('0dede3def700a6db819381be6e269dcbf9bd2ed9', 'hex'),
};
const LABELS: Readonly<Record<number, string>> = { 1: 'quic', 1798521807: 'quicv2' };

/** The hello of a client's Initial packet when it is whole in there; undefined for anything else. */
export function quicHello(packet: Uint8Array): Hello | undefined {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.length);
  if (bytes.length < 100 || (bytes[0]! & 0xc0) !== 0xc0) return undefined;
  const version = bytes.readUInt32BE(1);
  const [salt, label] = [SALTS[version], LABELS[version]];
  // Initial is type 0 in version 1 and type 1 in version 2.
  if (!salt || !label || ((bytes[0]! >> 4) & 3) !== (version === 1 ? 0 : 1)) return undefined;
  try {
    const plain = decrypt(bytes, salt, label);
    return plain && helloIn(plain);
  } catch {
    return undefined;
  }
}

function decrypt(bytes: Buffer, salt: Buffer, label: string): Buffer | undefined {
  const idLength = bytes[5]!;
  const destination = bytes.subarray(6, 6 + idLength);
  let at = 6 + idLength;
  at += 1 + bytes[at]!;
  const token = varint(bytes, at);
  const length = varint(bytes, token.next + token.value);
  at = length.next;
  const initial = createHmac('sha256', salt).update(destination).digest();
  const client = expand(initial, 'client in', 32);
  const [key, iv, mask] = [
    expand(client, `${label} key`, 16),
    expand(client, `${label} iv`, 12),
    expand(client, `${label} hp`, 16),
  ];
  const cover = createCipheriv('aes-128-ecb', mask, null).update(bytes.subarray(at + 4, at + 20));
  const head = Buffer.from(bytes.subarray(0, at + 4));
  head[0]! ^= cover[0]! & 15;
  const numberLength = (head[0]! & 3) + 1;
  for (let i = 0; i < numberLength; i++) {
    head[at + i]! ^= cover[1 + i]!;
    iv[12 - numberLength + i]! ^= head[at + i]!;
  }
  const end = at + length.value;
  if (end > bytes.length || length.value < numberLength + 16) return undefined;
  const opener = createDecipheriv('aes-128-gcm', key, iv);
  opener.setAAD(head.subarray(0, at + numberLength));
  opener.setAuthTag(bytes.subarray(end - 16, end));
  return Buffer.concat([opener.update(bytes.subarray(at + numberLength, end - 16)), opener.final()]);
}

/** CRYPTO frames (type 6) put in order; padding and pings between them. */
function helloIn(plain: Buffer): Hello | undefined {
  const parts: { offset: number; bytes: Buffer }[] = [];
  for (let at = 0; at < plain.length; ) {
    const kind = plain[at]!;
    if (kind <= 1) {
      at++;
      continue;
    }
    if (kind !== 6) break;
    const offset = varint(plain, at + 1);
    const length = varint(plain, offset.next);
    parts.push({ offset: offset.value, bytes: plain.subarray(length.next, length.next + length.value) });
    at = length.next + length.value;
  }
  parts.sort((a, b) => a.offset - b.offset);
  const stream = Buffer.concat(parts.map((part) => part.bytes));
  if (stream.length < 42 || stream[0] !== 1) return undefined;
  // A hello that goes on in the next packet still has its name, if that came first.
  return readHello({ type: 1, body: stream.subarray(4, 4 + stream.readUIntBE(1, 3)) }, false);
}

function varint(bytes: Buffer, at: number): { value: number; next: number } {
  const width = 1 << (bytes[at]! >> 6);
  let value = bytes[at]! & 63;
  for (let i = 1; i < width; i++) value = value * 256 + bytes[at + i]!;
  if (!(value <= bytes.length)) throw new RangeError('longer than the packet');
  return { value, next: at + width };
}

/** HKDF-Expand-Label of TLS 1.3 (RFC 8446 section 7.1) with an empty context, for at most one block. */
function expand(secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([0, 1])]);
  return createHmac('sha256', secret).update(info).digest().subarray(0, length);
}
