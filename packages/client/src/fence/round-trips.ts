import type { Host } from '@stoa/protocol/fleet';
import type { PlacesPort } from './places-port.ts';

/** What was measured counts for so long. */
const keptMs = 300_000;
const mostHosts = 16;

export type Measured = { readonly host: string; readonly ms: number };
type Asked = { readonly at: number; readonly made: Promise<number | undefined> };

/** How far away permitted hosts are. Nothing is measured where there is nothing to choose. */
export class RoundTrips {
  readonly #port: Pick<PlacesPort, 'probe' | 'unix'>;
  readonly #asked = new Map<string, Asked>();

  constructor(port: Pick<PlacesPort, 'probe' | 'unix'>) {
    this.#port = port;
  }

  /**
   * Those that answered.
   * @param permitted what every fence permits, and nothing else
   * @param touched told of every address and port before a packet goes there
   */
  async measure(
    permitted: readonly Host[],
    touched: (address: string, port: number) => void,
  ): Promise<readonly Measured[]> {
    const relays = permitted.filter(({ kind, probe }) => kind === 'relay' && probe !== undefined);
    if (relays.length < 2) return [];
    const all = relays.slice(0, mostHosts).map(async ({ id, addresses, probe }): Promise<Measured[]> => {
      const [address] = addresses;
      const [port] = probe ?? [];
      if (address === undefined || port === undefined) return [];
      const ms = await this.#roundTrip(address, port, touched);
      return ms === undefined ? [] : [{ host: id, ms: Math.min(10_000, Math.round(ms)) }];
    });
    return (await Promise.all(all)).flat();
  }

  #roundTrip(address: string, port: number, touched: (address: string, port: number) => void) {
    const key = `${address} ${port}`;
    const now = this.#port.unix();
    const known = this.#asked.get(key);
    if (known && now - known.at < keptMs && now >= known.at) return known.made;
    touched(address, port);
    const made = this.#port.probe(address, port).catch(() => undefined);
    this.#asked.set(key, { at: now, made });
    return made;
  }
}
