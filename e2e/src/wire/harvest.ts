// The ids of a run, taken from inside the TLS connection: everything there that names or opens something. Pure.
import type { Canary } from './needles.ts';
import type { Passed } from './tls-door.ts';

/** Fields of calls and messages that hold an id or a key, as base64url. The rest is words, counts or ciphertext. */
const ID_FIELDS = new Set(['room', 'token', 'key', 'keyHash', 'proof', 'nonce']);
/** Long sealed or signed things: searched for whole. */
const SEALED_FIELDS = new Set(['request', 'entry', 'wrap', 'card', 'bytes', 'box', 'rewrap', 'order']);

export function harvest(passed: readonly Passed[]): Canary[] {
  const found = new Map<string, Canary>();
  const plant = (canary: Canary) => {
    if ('bytes' in canary && canary.bytes.length < 8) return;
    found.set(JSON.stringify('bytes' in canary ? [...canary.bytes] : canary), canary);
  };
  for (const one of passed) {
    if (one.kind === 'cookie') {
      plant({ what: 'cookie', bytes: Buffer.from(one.value, 'base64url') });
      continue;
    }
    for (const [field, text] of fieldsOf(parse(one.text))) {
      if (!ID_FIELDS.has(field) && !SEALED_FIELDS.has(field)) continue;
      const bytes = Buffer.from(text, 'base64url');
      plant(SEALED_FIELDS.has(field) ? { what: field, bytes, whole: true } : { what: field, bytes });
      if (field === 'token') for (const part of tokenParts(bytes)) plant(part);
    }
  }
  return [...found.values()];
}

/** What a join token is made of: see the format in the protocol. */
function tokenParts(token: Buffer): Canary[] {
  const part = (what: string, from: number, to: number) => ({
    what: `token's ${what}`,
    bytes: token.subarray(from, to),
  });
  return [
    part('audience', 1, 17),
    part('room', 17, 33),
    part('key hash', 33, 65),
    part('subject', 65, 81),
    part('number', 90, 106),
    part('signature', 106, 170),
  ];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function* fieldsOf(value: unknown): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [field, inner] of Object.entries(value)) {
    if (typeof inner === 'string') yield [field, inner];
    else yield* fieldsOf(inner);
  }
}

/** From an invite link: the handle and what follows the #. */
export function linkCanaries(link: string): Canary[] {
  const match = /\/r\/([A-Za-z0-9_-]{22})#(.+)$/.exec(link);
  if (!match) throw new Error('That is not an invite link');
  const [, handle = '', fragment = ''] = match;
  const parts = fragment.split('.').map((one) => Buffer.from(one, 'base64url'));
  return [
    { what: 'room handle', bytes: Buffer.from(handle, 'base64url') },
    { what: 'room handle', text: handle },
    { what: 'link fragment', text: fragment },
    ...parts.filter((one) => one.length >= 8).map((bytes) => ({ what: 'link fragment', bytes })),
  ];
}
