import type { NatsConnection } from '@nats-io/transport-node';
import type { LinkId } from '@stoa/protocol';
import { linkId } from '@stoa/protocol';
import type { Backbone, Deliver } from '../../process/backbone/backbone.ts';
import { longestLinkMessage } from '../../process/backbone/link-message.ts';

/**
 * Relays of many machines over NATS core subjects: `stoa.link.<to>.<from>`. A link is two random tokens,
 * `<relay>.<life>`: the first one is the relay's for as long as its credentials are, so that these can be limited to publishing
 * on `stoa.link.*.*.<relay>.>` and to hearing `stoa.link.<relay>.>`. No subject carries a name of anything else.
 */
export const linkSubjects = {
  to: (to: LinkId, from: LinkId) => `stoa.link.${to}.${from}`,
  hears: (own: LinkId) => `stoa.link.${own}.>`,
} as const;

const isLink = /^[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]{1,32}$/;
const subjectParts = 6;
/** The broker answers in a millisecond or two. When it has not for so long, what is sent piles up: better nothing. */
const stalledMs = 1_000;
const askMs = 250;

/** The connection is the caller's, and stays open. */
export async function openNatsBackbone(
  nats: NatsConnection,
  link: LinkId,
  deliver: Deliver,
): Promise<Backbone> {
  if (!isLink.test(link)) throw new Error('A link over NATS is two tokens with a dot between them.');
  let closed = false;
  let connected = true;
  let answeredAt = performance.now();
  const subjects = new Map<LinkId, string>();
  const senders = new Map<string, LinkId>();

  const subscription = nats.subscribe(linkSubjects.hears(link), {
    callback(error, { subject, data }) {
      if (error || closed || data.length > longestLinkMessage) return;
      let from = senders.get(subject);
      if (from === undefined) {
        const parts = subject.split('.');
        if (parts.length !== subjectParts) return;
        from = linkId(parts.slice(4).join('.'));
        senders.set(subject, from);
      }
      deliver(from, Buffer.from(data.buffer, data.byteOffset, data.length));
    },
  });
  await nats.flush();

  void (async () => {
    for await (const { type } of nats.status()) {
      if (type === 'disconnect') connected = false;
      if (type === 'reconnect') {
        connected = true;
        answeredAt = performance.now();
      }
    }
  })();

  let asking = false;
  const timer = setInterval(() => {
    if (asking || !connected) return;
    asking = true;
    nats.flush().then(
      () => {
        asking = false;
        answeredAt = performance.now();
      },
      () => {
        asking = false;
      },
    );
  }, askMs);
  timer.unref();

  return {
    link,
    send(to, message) {
      if (closed || !connected || performance.now() - answeredAt > stalledMs || nats.isClosed()) return;
      let subject = subjects.get(to);
      if (subject === undefined) {
        if (!isLink.test(to)) return;
        subject = linkSubjects.to(to, link);
        subjects.set(to, subject);
      }
      // The client keeps what it is given until the socket takes it.
      nats.publish(subject, Uint8Array.prototype.slice.call(message));
    },
    close() {
      closed = true;
      clearInterval(timer);
      subscription.unsubscribe();
    },
  };
}
