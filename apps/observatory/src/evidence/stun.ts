// STUN and TURN messages (RFC 8489, RFC 8656), as far as an observer can read them.

export const STUN = {
  username: 0x0006,
  data: 0x0013,
  software: 0x8022,
  realm: 0x0014,
  xorMapped: 0x0020,
  mapped: 0x0001,
  xorPeer: 0x0012,
} as const;

export type StunAttribute = { readonly type: number; readonly at: number; readonly length: number };
const COOKIE = 0x2112_a442;
const MOST_ATTRIBUTES = 40;

/** Undefined for what is no STUN message with the magic cookie. */
export function stunType(bytes: Uint8Array): number | undefined {
  if (bytes.length < 20 || (bytes[0]! & 0xc0) !== 0) return undefined;
  if (word(bytes, 4) !== COOKIE || (short(bytes, 2) & 3) !== 0) return undefined;
  return short(bytes, 0);
}

/** Those that are whole; what is damaged after them is left out. */
export function stunAttributes(bytes: Uint8Array): StunAttribute[] {
  const found: StunAttribute[] = [];
  const end = Math.min(bytes.length, 20 + short(bytes, 2));
  for (let at = 20; at + 4 <= end && found.length < MOST_ATTRIBUTES; ) {
    const length = short(bytes, at + 2);
    if (at + 4 + length > end) break;
    found.push({ type: short(bytes, at), at: at + 4, length });
    at += 4 + ((length + 3) & ~3);
  }
  return found;
}

/** What a TURN message carries for somebody else: Send and Data indications, or ChannelData (RFC 8656 section 12.4). */
export function turnData(bytes: Uint8Array): Uint8Array | undefined {
  const type = stunType(bytes);
  if (type === 0x0016 || type === 0x0017) {
    const data = stunAttributes(bytes).find((one) => one.type === STUN.data);
    return data && bytes.subarray(data.at, data.at + data.length);
  }
  if (type === undefined && isChannelData(bytes)) return bytes.subarray(4, 4 + short(bytes, 2));
  return undefined;
}

const isChannelData = (bytes: Uint8Array): boolean => {
  if (bytes.length < 4 || bytes[0]! < 0x40 || bytes[0]! > 0x4f) return false;
  const length = short(bytes, 2);
  return bytes.length >= 4 + length && bytes.length <= 4 + ((length + 3) & ~3);
};

/** The address in an XOR-MAPPED, XOR-PEER or MAPPED address attribute, IPv4 only. */
export function stunAddress(bytes: Uint8Array, { type, at, length }: StunAttribute): string | undefined {
  if (length < 8 || bytes[at + 1] !== 1) return undefined;
  const value = type === STUN.mapped ? word(bytes, at + 4) : (word(bytes, at + 4) ^ COOKIE) >>> 0;
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

const short = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
const word = (bytes: Uint8Array, at: number): number =>
  ((short(bytes, at) << 16) | short(bytes, at + 2)) >>> 0;
