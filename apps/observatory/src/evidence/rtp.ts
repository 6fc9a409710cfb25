// RTP headers and extensions (RFC 3550 section 5.1, RFC 8285), and telling RTCP apart (RFC 5761).

export type Rtp = {
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly source: number;
  /** 0 without an extension; else its profile: 0xbede for one-byte elements. */
  readonly profile: number;
  readonly extensionAt: number;
  readonly extensionLength: number;
  readonly payloadAt: number;
  /** As the packet stands: padding taken off when its count is possible, an SRTP tag not. */
  readonly payloadEnd: number;
};

export function isRtcp(bytes: Uint8Array): boolean {
  if (bytes.length < 8 || bytes[0]! >> 6 !== 2) return false;
  const type = bytes[1]!;
  return type >= 192 && type <= 223 && (((bytes[2]! << 8) | bytes[3]!) + 1) * 4 <= bytes.length;
}

export function parseRtp(bytes: Uint8Array): Rtp | undefined {
  if (bytes.length < 12 || bytes[0]! >> 6 !== 2 || isRtcp(bytes)) return undefined;
  let at = 12 + (bytes[0]! & 15) * 4;
  let profile = 0;
  let extensionAt = 0;
  let extensionLength = 0;
  if (bytes[0]! & 0x10) {
    if (at + 4 > bytes.length) return undefined;
    profile = (bytes[at]! << 8) | bytes[at + 1]!;
    extensionLength = ((bytes[at + 2]! << 8) | bytes[at + 3]!) * 4;
    extensionAt = at + 4;
    at += 4 + extensionLength;
  }
  if (at > bytes.length) return undefined;
  const padding = bytes[0]! & 0x20 ? bytes[bytes.length - 1]! : 0;
  return {
    marker: (bytes[1]! & 0x80) !== 0,
    payloadType: bytes[1]! & 0x7f,
    sequence: (bytes[2]! << 8) | bytes[3]!,
    timestamp: word(bytes, 4),
    source: word(bytes, 8),
    profile,
    extensionAt,
    extensionLength,
    payloadAt: at,
    payloadEnd: padding > 0 && at + padding <= bytes.length ? bytes.length - padding : bytes.length,
  };
}

export type Element = { readonly id: number; readonly at: number; readonly length: number };

/** Elements of a one-byte or two-byte header extension; none when they do not fill it properly. */
export function elementsOf(bytes: Uint8Array, rtp: Rtp): Element[] {
  const oneByte = rtp.profile === 0xbede;
  if (!oneByte && rtp.profile >> 4 !== 0x100) return [];
  const found: Element[] = [];
  const end = rtp.extensionAt + rtp.extensionLength;
  for (let at = rtp.extensionAt; at < end; ) {
    const first = bytes[at]!;
    if (first === 0) {
      at++;
      continue;
    }
    const id = oneByte ? first >> 4 : first;
    if (oneByte && id === 15) break;
    const length = oneByte ? (first & 15) + 1 : (bytes[at + 1] ?? 255);
    const start = at + (oneByte ? 1 : 2);
    if (start + length > end || (oneByte && id === 0)) return [];
    found.push({ id, at: start, length });
    at = start + length;
  }
  return found;
}

const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
