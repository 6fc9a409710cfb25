import { toBase64Url } from '@stoa/protocol';
import webPush from 'web-push';
import type { PushSender } from '../../ports.ts';

export type WebPushOptions = {
  /** VAPID key pair, raw P-256 point and scalar. */
  readonly keys: { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array };
  /** Where a push service may complain: an https address, or mailto. */
  readonly contact: string;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
};

/**
 * Web Push (RFC 8030, 8188, 8291, 8292). Every message has the same length and the same topic: a push service learns that
 * there is something, and keeps one message a device at most.
 */
export function webPushSender({
  keys,
  contact,
  timeoutMs = 10_000,
  fetch: call = fetch,
}: WebPushOptions): PushSender {
  const vapidDetails = {
    subject: contact,
    publicKey: toBase64Url(keys.publicKey),
    privateKey: toBase64Url(keys.privateKey),
  };
  return async ({ endpoint, p256dh, auth, payload, ttlSeconds }) => {
    try {
      const request = webPush.generateRequestDetails(
        { endpoint, keys: { p256dh: toBase64Url(p256dh), auth: toBase64Url(auth) } },
        payload.padEnd(payloadLength),
        { vapidDetails, TTL: ttlSeconds, topic: 'stoa', urgency: 'normal', contentEncoding: 'aes128gcm' },
      );
      const { 'Content-Length': _, ...headers } = request.headers as Record<string, string>;
      const response = await call(endpoint, {
        method: 'POST',
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        body: new Uint8Array(request.body as Buffer),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (response.ok) return 'delivered';
      return response.status === 404 || response.status === 410 ? 'gone' : 'failed';
    } catch {
      return 'failed';
    }
  };
}

const payloadLength = 32;
