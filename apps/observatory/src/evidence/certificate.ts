// Names in an X.509 certificate (RFC 5280), read without trusting it: a small walk through DER.

export type CertificateName = {
  readonly kind: 'common name' | 'mail' | 'given name' | 'surname' | 'user id';
  readonly value: string;
  readonly at: number;
};

const KINDS: Readonly<Record<string, CertificateName['kind']>> = {
  '550403': 'common name',
  '550404': 'surname',
  '55042a': 'given name',
  '2a864886f70d010901': 'mail',
  '0992268993f22c640101': 'user id',
};
const MOST_STEPS = 2000;

/**
 * Every name attribute of subject and issuer, and mail addresses among the alternative names.
 * Walks constructed values by their lengths; damaged ones end the walk.
 */
export function namesOf(der: Uint8Array): CertificateName[] {
  const found: CertificateName[] = [];
  let steps = 0;
  const walk = (from: number, to: number, depth: number): void => {
    let oid = '';
    let kind: CertificateName['kind'] | undefined;
    for (let at = from; at < to && steps++ < MOST_STEPS; ) {
      const value = read(der, at, to);
      if (!value) return;
      if (value.tag === 6) {
        oid = hexOf(der, value.from, value.to);
        kind = KINDS[oid];
      } else if (isText(value.tag) && kind)
        found.push({ kind, value: textOf(der, value.tag, value.from, value.to), at: value.from });
      else if (value.tag === 0x81 && depth > 3) {
        const mail = textOf(der, 12, value.from, value.to);
        if (/^[^@\s]+@[^@\s]+$/.test(mail)) found.push({ kind: 'mail', value: mail, at: value.from });
      } else if (value.tag === 4 && oid === '551d11') walk(value.from, value.to, depth + 1);
      else if (value.tag & 0x20 && depth < 12) walk(value.from, value.to, depth + 1);
      at = value.to;
    }
  };
  walk(0, der.length, 0);
  return found;
}

type Value = { readonly tag: number; readonly from: number; readonly to: number };

function read(der: Uint8Array, at: number, end: number): Value | undefined {
  const tag = der[at];
  let length = der[at + 1];
  if (tag === undefined || length === undefined || (tag & 31) === 31) return undefined;
  let from = at + 2;
  if (length >= 0x80) {
    const bytes = length & 0x7f;
    if (bytes === 0 || bytes > 3) return undefined;
    length = 0;
    for (let i = 0; i < bytes; i++) length = length * 256 + (der[from + i] ?? 0);
    from += bytes;
  }
  return from + length > end ? undefined : { tag, from, to: from + length };
}

const hexOf = (der: Uint8Array, from: number, to: number): string =>
  Buffer.from(der.subarray(from, to)).toString('hex');
const isText = (tag: number): boolean => tag === 12 || tag === 19 || tag === 20 || tag === 22 || tag === 30;
const textOf = (der: Uint8Array, tag: number, from: number, to: number): string => {
  const raw = Buffer.from(der.subarray(from, to));
  return tag === 30 && raw.length % 2 === 0
    ? raw.swap16().toString('utf16le')
    : raw.toString(tag === 12 ? 'utf8' : 'latin1');
};
