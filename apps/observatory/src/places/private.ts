/** Addresses that are not on the internet (RFC 1918, 6598, 3927, 4193, 4291, 5771, loopback). */
export function isPrivate(address: string): boolean {
  if (address === '') return true;
  if (address.includes(':')) {
    const low = address.toLowerCase();
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(low)?.[1];
    if (mapped) return isPrivate(mapped);
    return /^(::1?$|f[cd]|fe[89ab]|ff)/.test(low);
  }
  const [first = 0, second = 0] = address.split('.').map(Number);
  if (first === 0 || first === 10 || first === 127 || first >= 224) return true;
  if (first === 172) return second >= 16 && second < 32;
  if (first === 192) return second === 168;
  if (first === 169) return second === 254;
  return first === 100 && second >= 64 && second < 128;
}
