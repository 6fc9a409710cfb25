/** Four address words as text; IPv6 by RFC 5952: the longest run of two zero groups or more, the first of equals. */
export function addressText(version: number, w0: number, w1: number, w2: number, w3: number): string {
  if (version === 4) return `${w0 >>> 24}.${(w0 >>> 16) & 255}.${(w0 >>> 8) & 255}.${w0 & 255}`;
  if (version !== 6) return '';
  if (w0 === 0 && w1 === 0 && w2 === 0xffff) return `::ffff:${addressText(4, w3, 0, 0, 0)}`;
  const groups = [w0, w1, w2, w3].flatMap((word) => [word >>> 16, word & 0xffff]);
  const [from, count] = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (count < 2) return hex.join(':');
  return `${hex.slice(0, from).join(':')}::${hex.slice(from + count).join(':')}`;
}

/** Address bytes of a file (4 or 16) as text. */
export function addressOf(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 4) return addressText(4, view.getUint32(0), 0, 0, 0);
  return addressText(6, view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12));
}

function longestZeros(groups: readonly number[]): [from: number, count: number] {
  let best = 0;
  let bestCount = 0;
  for (let at = 0; at < groups.length; at++) {
    let count = 0;
    while (groups[at + count] === 0) count++;
    if (count > bestCount) [best, bestCount] = [at, count];
  }
  return [best, bestCount];
}
