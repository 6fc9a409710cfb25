/** A page of this server: its public address, or whatever host the request itself was sent to. */
export function sameOrigin(origin: string | undefined, host: string | undefined, publicUrl?: URL): boolean {
  // Programs that are no browsers send none, and hold no cookie that a page could abuse.
  if (origin === undefined) return true;
  if (origin === publicUrl?.origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
