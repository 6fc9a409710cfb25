import { type TurnCredential, turnCredential } from '@stoa/relay';

/** What a client is told of the way for networks that block UDP. */
export type TurnAccess = TurnCredential & { readonly urls: string[] };

export type TurnDoor = {
  /** Where TURN has a port of its own; otherwise it shares that of HTTP. */
  readonly ownPort: number | undefined;
  readonly httpPort: number;
  /** Does Stoa itself answer TLS? */
  readonly tls: boolean;
  readonly publicUrl: URL | undefined;
  /** Of servers that are not ours. */
  readonly others?: readonly string[];
};

/** Long enough to begin with: what has begun goes on without it. */
export const credentialMs = 3_600_000;

/**
 * Under the name by which the client came here. A proxy that answers HTTPS for us passes no TURN on, so behind one
 * there is a way only with a port of its own.
 *
 * @param host of the request (the `Host` header)
 */
export function turnUrls(door: TurnDoor, host: string | undefined): string[] {
  const { ownPort, httpPort, tls, publicUrl } = door;
  const asked = host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  const name = publicUrl?.hostname ?? asked?.hostname;
  if (!name) return [];
  const proxied = publicUrl !== undefined && !tls;
  if (ownPort === undefined && proxied) return [];
  const port = ownPort ?? (publicUrl ? Number(publicUrl.port || 443) : httpPort);
  return [`${tls ? 'turns' : 'turn'}:${name}:${port}?transport=tcp`];
}

export function turnAccess(
  door: TurnDoor,
  secret: string,
  host: string | undefined,
  random: Uint8Array,
  unix: number,
): TurnAccess | undefined {
  const urls = [...turnUrls(door, host), ...(door.others ?? [])].slice(0, 8);
  return urls.length > 0 ? { urls, ...turnCredential(secret, random, unix + credentialMs) } : undefined;
}
