// Secrets of TLS connections as programs write them for debugging (NSS key log, SSLKEYLOGFILE).

/** Client random in hex -> master secret, or for TLS 1.3 the exporter's secret. */
export type KeyLog = { readonly masters: Map<string, Buffer>; readonly exporters: Map<string, Buffer> };

export const emptyKeyLog = (): KeyLog => ({ masters: new Map(), exporters: new Map() });
const MOST = 100_000;

/** Lines of other kinds are passed over; returns how many were of use. */
export function addKeyLog(log: KeyLog, text: string): number {
  let used = 0;
  for (const match of text.matchAll(
    /^(CLIENT_RANDOM|EXPORTER_SECRET) ([0-9a-f]{64}) ([0-9a-f]{64,128})\s*$/gim,
  )) {
    const secrets = match[1]!.toUpperCase() === 'CLIENT_RANDOM' ? log.masters : log.exporters;
    if (secrets.size >= MOST) break;
    secrets.set(match[2]!.toLowerCase(), Buffer.from(match[3]!, 'hex'));
    used++;
  }
  return used;
}
