// Questions and names of answers in a DNS message (RFC 1035).

export type DnsMessage = {
  readonly response: boolean;
  readonly names: readonly string[];
  readonly addresses: readonly { readonly name: string; readonly address: string }[];
};

const MOST = 30;

/** Undefined for what is no DNS message; names that are damaged end the reading. */
export function readDns(bytes: Uint8Array): DnsMessage | undefined {
  if (bytes.length < 12) return undefined;
  const [questions, answers] = [short(bytes, 4), short(bytes, 6)];
  if (questions > MOST || answers > 200) return undefined;
  const names = new Set<string>();
  const addresses: { name: string; address: string }[] = [];
  let at = 12;
  for (let i = 0; i < questions; i++) {
    const name = readName(bytes, at);
    if (!name || name.end + 4 > bytes.length) return undefined;
    if (name.text) names.add(name.text);
    at = name.end + 4;
  }
  for (let i = 0; i < Math.min(answers, MOST); i++) {
    const name = readName(bytes, at);
    if (!name || name.end + 10 > bytes.length) break;
    const [type, length] = [short(bytes, name.end), short(bytes, name.end + 8)];
    const data = name.end + 10;
    if (data + length > bytes.length) break;
    if (name.text) names.add(name.text);
    if (type === 1 && length === 4)
      addresses.push({ name: name.text, address: bytes.subarray(data, data + 4).join('.') });
    at = data + length;
  }
  return { response: (bytes[2]! & 0x80) !== 0, names: [...names], addresses };
}

function readName(bytes: Uint8Array, start: number): { text: string; end: number } | undefined {
  const labels: string[] = [];
  let end = 0;
  let at = start;
  for (let jumps = 0; ; ) {
    const length = bytes[at];
    if (length === undefined) return undefined;
    if (length === 0) return { text: labels.join('.').toLowerCase(), end: end || at + 1 };
    if (length >= 0xc0) {
      end ||= at + 2;
      at = ((length & 0x3f) << 8) | (bytes[at + 1] ?? 0);
      if (++jumps > 10) return undefined;
    } else {
      if (length > 63 || at + 1 + length > bytes.length || labels.length > 40) return undefined;
      labels.push(Buffer.from(bytes.subarray(at + 1, at + 1 + length)).toString('latin1'));
      at += 1 + length;
    }
  }
}

const short = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
