import { z } from 'zod';
import { bytes, concat, fromBase64Url, toBase64Url } from '../bytes.ts';
import type { Sign, Verify } from '../token.ts';
import { isJurisdiction, isOperator } from './fence.ts';
import { isIP } from './is-ip.ts';

/** A DNS name in lower case (RFC 1123, 2.1), with or without dots. */
const isName = (text: string): boolean =>
  text.length <= 253 &&
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/.test(text);

const port = z.int().min(1).max(65_535);

/** One machine that traffic of rooms may touch, and who answers for it. */
export const hostSchema = z.strictObject({
  /** Within the directory; says nothing by itself. */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/),
  /** `app`: where the page and signaling are. */
  kind: z.enum(['relay', 'turn', 'app']),
  /** For people: `eu-central`. */
  region: z.string().regex(/^[a-z0-9-]{1,32}$/),
  jurisdiction: z.string().refine(isJurisdiction),
  operator: z.string().refine(isOperator),
  addresses: z.array(z.string().refine(isIP)).min(1).max(8),
  /** DNS names of a TURN or app host, lower case. */
  names: z.array(z.string().refine(isName)).max(8).optional(),
  /** UDP: the relays' own ports. TCP and TLS: of TURN and app hosts. */
  udp: z.array(port).max(256).optional(),
  /** UDP ports that answer a STUN binding request (RFC 8489), by which the way there is timed. */
  probe: z.array(port).max(4).optional(),
  tcp: z.array(port).max(8).optional(),
  tls: z.array(port).max(8).optional(),
});
export type Host = z.infer<typeof hostSchema>;

export const directorySchema = z.strictObject({
  v: z.literal(1),
  /** Rises with every change. */
  serial: z.int().min(0),
  /** Milliseconds since 1970. */
  issued: z.int().min(0),
  expires: z.int().min(0),
  hosts: z.array(hostSchema).max(1_024),
});
export type Directory = z.infer<typeof directorySchema>;

/** The bytes that were signed, as they were signed, and the signature. */
export const signedDirectorySchema = z.strictObject({
  body: z.string().max(1_000_000),
  signature: z.string().length(86),
});
export type SignedDirectory = z.infer<typeof signedDirectorySchema>;

/** GET /api/directory. */
export const directoryAnswerSchema = z.object({
  /** The deployment's own, Ed25519, raw: for whoever comes here first. A room's card says it again, signed by its host. */
  key: bytes(32),
  directory: signedDirectorySchema,
  /** The way in for networks that block UDP (RFC 8656), for these minutes. */
  turn: z
    .object({
      urls: z.array(z.string().max(300)).max(8),
      username: z.string().max(200),
      credential: z.string().max(200),
      /** Milliseconds since 1970. */
      expires: z.int().min(0),
    })
    .optional(),
});
export type DirectoryAnswer = z.infer<typeof directoryAnswerSchema>;

/** All that a directory says is ASCII. */
const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const domain = ascii('stoa directory v1');

export async function signDirectory(directory: Directory, sign: Sign): Promise<SignedDirectory> {
  const body = ascii(JSON.stringify(directorySchema.parse(directory)));
  return { body: toBase64Url(body), signature: toBase64Url(await sign(concat(domain, body))) };
}

export type DirectoryRefusal = 'unsigned' | 'malformed' | 'expired' | 'older';

/** `known`: the serial of the directory that was believed last; `verify` is the deployment's pinned key. */
export async function openDirectory(
  signed: SignedDirectory,
  verify: Verify,
  now: number,
  known: number = -1,
): Promise<
  | { readonly ok: true; readonly directory: Directory }
  | { readonly ok: false; readonly why: DirectoryRefusal }
> {
  const body = fromBase64Url(signed.body);
  const signature = fromBase64Url(signed.signature);
  if (!body || signature?.length !== 64) return { ok: false, why: 'malformed' };
  if (!(await verify(signature, concat(domain, body)))) return { ok: false, why: 'unsigned' };
  const directory = read(body);
  if (!directory) return { ok: false, why: 'malformed' };
  if (directory.expires <= now) return { ok: false, why: 'expired' };
  if (directory.serial < known) return { ok: false, why: 'older' };
  return { ok: true, directory };
}

function read(body: Uint8Array): Directory | undefined {
  try {
    let text = '';
    for (const byte of body) text += String.fromCharCode(byte);
    const { data } = directorySchema.safeParse(JSON.parse(text));
    const ids = new Set(data?.hosts.map(({ id }) => id));
    return data && ids.size === data.hosts.length ? data : undefined;
  } catch {
    return undefined;
  }
}
