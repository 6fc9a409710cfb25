const v4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const group = /^[0-9a-f]{1,4}$/i;

/** An IPv4 address in dots, or an IPv6 address (RFC 4291, 2.2) without zone. Works where there is no Node. */
export function isIP(text: string): boolean {
  if (v4.test(text)) return true;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [i, half] of halves.entries()) {
    if (half === '') continue;
    const parts = half.split(':');
    const last = parts.at(-1)!;
    const mapped = last.includes('.') && i === halves.length - 1;
    if (mapped && !v4.test(last)) return false;
    if (!(mapped ? parts.slice(0, -1) : parts).every((part) => group.test(part))) return false;
    groups += parts.length + (mapped ? 1 : 0);
  }
  return halves.length === 2 ? groups <= 7 : groups === 8 && text !== '';
}
