import type { ControlLife } from '../../fleet/ports.ts';

/** What controls say to each other about one socket, or about many. */
export type Envelope =
  | {
      readonly kind: 'open';
      readonly id: string;
      readonly edge: ControlLife;
      readonly nonce: Uint8Array<ArrayBuffer>;
      readonly text: string;
    }
  | { readonly kind: 'said'; readonly id: string; readonly text: string }
  | { readonly kind: 'told'; readonly ids: readonly string[]; readonly text: string }
  | { readonly kind: 'allow'; readonly id: string; readonly bytes: number }
  | { readonly kind: 'gone' | 'close' | 'drop'; readonly id: string };

const kinds = ['open', 'said', 'told', 'allow', 'gone', 'close', 'drop'] as const;
/** Ids are 12 bytes, 16 characters. */
const idLength = 16;

/** `kind:u8 | length of the head:u32 | head, JSON | text`: the text is the greater part and stays as it is. */
export function writeEnvelope(envelope: Envelope): Uint8Array {
  const { text = '', ...head } = { text: undefined, ...envelope };
  const told = 'ids' in head ? { ids: head.ids.join('') } : head;
  const nonce = 'nonce' in head ? { nonce: Buffer.from(head.nonce).toString('base64url') } : {};
  const json = Buffer.from(JSON.stringify({ ...told, ...nonce, kind: undefined }));
  const first = Buffer.alloc(5);
  first[0] = kinds.indexOf(envelope.kind);
  first.writeUInt32BE(json.length, 1);
  return Buffer.concat([first, json, Buffer.from(text)]);
}

/** Undefined for anything else; it comes from controls of the deployment alone, of this version or another. */
export function readEnvelope(bytes: Uint8Array): Envelope | undefined {
  if (bytes.length < 5) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const kind = kinds[buffer[0]!];
  const headEnd = 5 + buffer.readUInt32BE(1);
  if (kind === undefined || headEnd > buffer.length) return undefined;
  const text = buffer.toString('utf8', headEnd);
  let head: Record<string, unknown>;
  try {
    head = JSON.parse(buffer.toString('utf8', 5, headEnd));
  } catch {
    return undefined;
  }
  if (typeof head !== 'object' || head === null) return undefined;
  if (kind === 'told') {
    const { ids } = head;
    if (typeof ids !== 'string' || ids.length % idLength !== 0) return undefined;
    return { kind, text, ids: ids.match(/.{16}/gs) ?? [] };
  }
  const { id } = head;
  if (typeof id !== 'string' || id.length !== idLength) return undefined;
  switch (kind) {
    case 'said':
      return { kind, id, text };
    case 'allow':
      return typeof head.bytes === 'number' ? { kind, id, bytes: head.bytes } : undefined;
    case 'open': {
      const { edge, nonce } = head;
      if (typeof edge !== 'string' || typeof nonce !== 'string') return undefined;
      return { kind, id, text, edge, nonce: new Uint8Array(Buffer.from(nonce, 'base64url')) };
    }
    default:
      return { kind, id };
  }
}
