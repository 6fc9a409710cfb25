// Handshakes of TLS and DTLS as far as they are readable: hellos and certificates (RFC 5246, 6347, 6066, 8446).

export type Hello = {
  readonly from: 'client' | 'server';
  /** 0x0301 is TLS 1.0, 0x0304 TLS 1.3; DTLS 0xfeff is 1.0, 0xfefd 1.2, 0xfefc 1.3. The highest offered, or the chosen one. */
  readonly version: number;
  readonly random: Uint8Array;
  readonly suite: number;
  readonly serverName: string | undefined;
  /** Offered or chosen SRTP profile (RFC 5764), 0 without. */
  readonly srtpProfile: number;
};

export type Handshake = { readonly type: number; readonly body: Uint8Array };
const short = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const three = (bytes: Uint8Array, at: number): number => (short(bytes, at) << 8) | (bytes[at + 2] ?? 0);

/** Handshake messages in TLS records from the start of a stream; stops at the first encrypted or partial record. */
export function tlsHandshakes(stream: Uint8Array): Handshake[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at + 5 <= stream.length; ) {
    const length = short(stream, at + 3);
    if (stream[at] !== 22 || stream[at + 1] !== 3 || length > 16_640) break;
    parts.push(stream.subarray(at + 5, Math.min(stream.length, at + 5 + length)));
    at += 5 + length;
  }
  const joined = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  const found: Handshake[] = [];
  for (let at = 0; at + 4 <= joined.length; ) {
    const length = three(joined, at + 1);
    if (at + 4 + length > joined.length) break;
    found.push({ type: joined[at]!, body: joined.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return found;
}

/** Whole (unfragmented) handshake messages of the plain records in one DTLS datagram. */
export function dtlsHandshakes(datagram: Uint8Array): Handshake[] {
  const found: Handshake[] = [];
  for (let at = 0; at + 13 <= datagram.length; ) {
    const length = short(datagram, at + 11);
    if (datagram[at] === 22 && short(datagram, at + 3) === 0) {
      const end = Math.min(datagram.length, at + 13 + length);
      for (let inner = at + 13; inner + 12 <= end; ) {
        const size = three(datagram, inner + 9);
        const whole = three(datagram, inner + 1) === size && inner + 12 + size <= end;
        if (whole)
          found.push({ type: datagram[inner]!, body: datagram.subarray(inner + 12, inner + 12 + size) });
        inner += 12 + size;
      }
    }
    at += 13 + length;
  }
  return found;
}

export function readHello({ type, body }: Handshake, dtls: boolean): Hello | undefined {
  if ((type !== 1 && type !== 2) || body.length < 38) return undefined;
  let at = 34;
  at += 1 + body[at]!;
  if (type === 1 && dtls) at += 1 + (body[at] ?? 0);
  const suite = type === 2 ? short(body, at) : 0;
  at += type === 1 ? 2 + short(body, at) : 2;
  at += type === 1 ? 1 + (body[at] ?? 0) : 1;
  const end = Math.min(body.length, at + 2 + short(body, at));
  let version = short(body, 0);
  let serverName: string | undefined;
  let srtpProfile = 0;
  for (at += 2; at + 4 <= end; ) {
    const [kind, length] = [short(body, at), short(body, at + 2)];
    const value = body.subarray(at + 4, Math.min(end, at + 4 + length));
    if (kind === 0 && value.length > 5) serverName = latin(value.subarray(5, 5 + short(value, 3)));
    if (kind === 14 && value.length >= 4) srtpProfile = short(value, 2);
    if (kind === 43) version = type === 2 ? short(value, 0) : best(value, version, dtls);
    at += 4 + length;
  }
  return {
    from: type === 1 ? 'client' : 'server',
    version,
    random: body.slice(2, 34),
    suite,
    serverName,
    srtpProfile,
  };
}

/** Of the versions offered, without those that only grease (RFC 8701). DTLS counts downwards. */
function best(list: Uint8Array, legacy: number, dtls: boolean): number {
  let highest = legacy;
  for (let at = 1; at + 2 <= list.length; at += 2) {
    const one = short(list, at);
    if ((one & 0x0f0f) === 0x0a0a) continue;
    if (dtls ? one >> 8 === 0xfe && one < highest : one >> 8 === 3 && one > highest) highest = one;
  }
  return highest;
}

/** DER certificates of a Certificate message up to TLS 1.2; none when it is of another shape. */
export function certificatesOf({ type, body }: Handshake): Uint8Array[] {
  const found: Uint8Array[] = [];
  if (type !== 11 || three(body, 0) + 3 !== body.length) return found;
  for (let at = 3; at + 3 <= body.length && found.length < 10; ) {
    const length = three(body, at);
    if (length === 0 || at + 3 + length > body.length) break;
    found.push(body.subarray(at + 3, at + 3 + length));
    at += 3 + length;
  }
  return found;
}

export function versionName(version: number): string {
  if (version === 0x0300) return 'SSL 3.0';
  if (version >> 8 === 3) return `TLS 1.${(version & 255) - 1}`;
  return { 65279: 'DTLS 1.0', 65277: 'DTLS 1.2', 65276: 'DTLS 1.3' }[version] ?? 'an unknown version';
}

/** Below TLS 1.2, or DTLS below 1.2. */
export const isOld = (version: number): boolean =>
  (version >> 8 === 3 && version < 0x0303) || version === 0xfeff;

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
