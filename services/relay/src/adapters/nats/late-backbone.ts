import type { NatsConnection } from '@nats-io/transport-node';
import type { LinkId } from '@stoa/protocol';
import type { Backbone, Deliver } from '../../process/backbone/backbone.ts';
import type { NatsAccess } from '../../process-link.ts';
import { openNatsBackbone } from './backbone.ts';
import { connectNats } from './connect.ts';

/** There at once; what is sent before the broker is reached is dropped. So a relay can begin while the broker is away. */
export function lateNatsBackbone(access: NatsAccess, link: LinkId, deliver: Deliver): Backbone {
  let open: Backbone | undefined;
  let nats: NatsConnection | undefined;
  let closed = false;
  void (async () => {
    nats = await connectNats(access, { patient: true });
    if (!closed) open = await openNatsBackbone(nats, link, deliver);
    if (closed) await nats.close();
  })().catch(() => console.error('the broker cannot be used: its address or our credentials are wrong'));
  return {
    link,
    send: (to, message) => open?.send(to, message),
    close() {
      closed = true;
      open?.close();
      void nats?.close().catch(() => {});
    },
  };
}
