/** An IP address as a number; undefined for what is none. IPv4 within IPv6 (RFC 4291 section 2.5.5.2) counts as IPv4. */
export function parseAddress(text: string): { readonly version: 4 | 6; readonly value: bigint } | undefined {
  if (!text.includes(':')) {
    const parts = text.split('.').map(Number);
    const isWhole =
      parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256);
    return isWhole
      ? { version: 4, value: BigInt(parts.reduce((sum, part) => sum * 256 + part, 0)) }
      : undefined;
  }
  const [head = '', tail, ...more] = text.split('%')[0]!.split('::');
  if (more.length > 0) return undefined;
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const missing = 8 - left.length - right.length;
  if (missing < 0 || (tail === undefined && missing > 0)) return undefined;
  const groups = [...left, ...new Array<number>(missing).fill(0), ...right];
  if (groups.some((group) => !(group >= 0 && group < 65_536))) return undefined;
  const value = groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
  return value >> 32n === 0xffffn ? { version: 4, value: value & 0xffff_ffffn } : { version: 6, value };
}

function groupsOf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.'))
      return [/^[0-9a-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16) : Number.NaN];
    const four = parseAddress(group);
    return four ? [Number(four.value >> 16n), Number(four.value & 0xffffn)] : [Number.NaN];
  });
}
