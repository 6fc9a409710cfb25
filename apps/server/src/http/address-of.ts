import type { IncomingMessage } from 'node:http';

/**
 * Where a request comes from, for budgets. Of a proxy's X-Forwarded-For only the last entry is the proxy's own word;
 * those before it are what clients claim.
 */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers['x-forwarded-for'] : undefined;
  const last = String(forwarded ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  return last || request.socket.remoteAddress || 'unknown';
}
