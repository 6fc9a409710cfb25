import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { acceptWebSockets, createControl, verifyEd25519 } from '@stoa/control';
import { createFakeRelayPool } from '@stoa/relay';
import { serve } from '../process/rpc.ts';

// The voice platform's signaling as it runs in production, with relays that carry nothing.
const [issuerHex = ''] = process.argv.slice(2);
const issuer = new Uint8Array(Buffer.from(issuerHex, 'hex'));
const clock = {
  now: () => performance.now(),
  unix: () => Date.now(),
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const told = new Map<string, number>();
const log = (line: { readonly event: string; readonly why?: unknown }) => {
  const words = `${line.event} ${line.why ?? ''}`;
  told.set(words, (told.get(words) ?? 0) + 1);
};
const relays = createFakeRelayPool({ connectAtOnce: true, checkOffers: false });
await relays.start();
const control = createControl(
  {
    relays,
    clock,
    random: (length) => new Uint8Array(randomBytes(length)),
    verify: verifyEd25519,
    tokens: {
      audience: new Uint8Array(createHash('sha256').update(issuer).digest().subarray(0, 16)),
      key: issuer,
    },
    log,
  },
  { socketsPerAddressPerMinute: 1_000_000 },
);
const acceptor = acceptWebSockets({
  control,
  clock,
  log,
  originAllowed: () => true,
  addressOf: () => '127.0.0.1',
});
const server = createServer();
server.on('upgrade', (request, socket, head) => acceptor.upgrade(request, socket, head));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

const methods = {
  port: () => (server.address() as AddressInfo).port,
  /** What it logged, in words and how often. */
  told: () => [...told].map(([words, times]) => `${words} x ${times}`),
};
export type RoomWorker = typeof methods;
serve(methods);
