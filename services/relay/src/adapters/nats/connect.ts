import {
  type Authenticator,
  connect,
  credsAuthenticator,
  type NatsConnection,
  nkeyAuthenticator,
} from '@nats-io/transport-node';
import type { NatsAccess } from '../../process-link.ts';

/** Reconnects for ever. Rejects when the broker cannot be reached the first time, unless `patient`. */
export function connectNats(
  { servers, secret, ca }: NatsAccess,
  { patient = false }: { readonly patient?: boolean } = {},
): Promise<NatsConnection> {
  return connect({
    servers: [...servers],
    ...(secret !== undefined && { authenticator: authenticatorOf(secret) }),
    ...(ca !== undefined && { tls: { ca } }),
    reconnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 100,
    reconnectJitterTLS: 100,
    waitOnFirstConnect: patient,
    pingInterval: 5_000,
    maxPingOut: 2,
    timeout: 5_000,
    ignoreClusterUpdates: false,
  });
}

/** A seed of an nkey stands alone; a credentials file has a token beside it. */
function authenticatorOf(secret: string): Authenticator {
  const bytes = new TextEncoder().encode(secret.trim());
  return /^SU[A-Z2-7]{56}$/.test(secret.trim()) ? nkeyAuthenticator(bytes) : credsAuthenticator(bytes);
}
