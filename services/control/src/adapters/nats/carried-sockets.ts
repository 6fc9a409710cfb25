import { randomBytes } from 'node:crypto';
import { errors, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { decodeClientMessage, encodeServerMessage, limits } from '@stoa/protocol';
import type { CarriedSockets, ControlLife } from '../../fleet/ports.ts';
import type { Seal } from '../../fleet/seal.ts';
import type { SocketEvents, SocketPort } from '../../ports.ts';
import { type Envelope, readEnvelope, writeEnvelope } from './envelope.ts';
import type { Reach } from './reach.ts';

const answerMs = 500;
const idBytes = 12;
/** Controls whose sockets are here are asked so often whether they are there; the broker knows at once when they are not. */
const pulseMs = 250;

const subjectOf = (life: ControlLife) => `stoa.socket.${life}`;
const isLife = /^[A-Za-z0-9_-]{1,32}$/;

/** Accepted here: the socket of a person whose room is there. */
type Near = { readonly socket: SocketPort; readonly owner: ControlLife };
/** Accepted there. */
type Far = { readonly events: SocketEvents; readonly edge: ControlLife };

/**
 * Texts of sockets over NATS core subjects, `stoa.socket.<control>`, sealed. What is said to a whole room is one message for each
 * control that accepted some of its people, whatever their number.
 */
export function openCarriedSockets(nats: NatsConnection, seal: Seal, reach: Reach): CarriedSockets {
  const near = new Map<string, Near>();
  const far = new Map<string, Far>();
  let own: ControlLife | undefined;
  let subscription: Subscription | undefined;
  let accept: Parameters<CarriedSockets['begin']>[1] | undefined;

  const post = (to: ControlLife, envelope: Envelope): void => {
    if (nats.isClosed()) return;
    const subject = subjectOf(to);
    nats.publish(subject, seal.seal(writeEnvelope(envelope), subject));
  };

  // One text after the other to many sockets of one control: kept until another text, or the end of the turn.
  let batch: { readonly edge: ControlLife; readonly text: string; readonly ids: string[] }[] = [];
  const flush = () => {
    const all = batch;
    batch = [];
    for (const { edge, text, ids } of all) post(edge, { kind: 'told', ids, text });
  };
  const tell = (edge: ControlLife, id: string, text: string) => {
    if (batch.length > 0 && batch[0]!.text !== text) flush();
    if (batch.length === 0) queueMicrotask(flush);
    const mine = batch.find((one) => one.edge === edge);
    if (mine) mine.ids.push(id);
    else batch.push({ edge, text, ids: [id] });
  };

  const farSocket = (id: string, edge: ControlLife): SocketPort => ({
    send: (text) => tell(edge, id, text),
    backlog: 0,
    allow: (bytes) => {
      flush();
      post(edge, { kind: 'allow', id, bytes });
    },
    close: () => {
      flush();
      far.delete(id);
      post(edge, { kind: 'close', id });
    },
    drop: () => {
      flush();
      far.delete(id);
      post(edge, { kind: 'drop', id });
    },
  });

  const allowed = new Map<string, number>();
  const dropNear = (id: string) => {
    const it = near.get(id);
    near.delete(id);
    allowed.delete(id);
    return it;
  };

  const heard = (envelope: Envelope, answer: (() => void) | undefined) => {
    switch (envelope.kind) {
      case 'open': {
        if (!accept || far.has(envelope.id)) return;
        const { id, edge, nonce, text } = envelope;
        answer?.();
        const port = farSocket(id, edge);
        // What it says at once goes out after the answer that it is here.
        far.set(id, { edge, events: accept(port, { nonce, text }) });
        return;
      }
      case 'said':
        far.get(envelope.id)?.events.text(envelope.text);
        return;
      case 'gone': {
        const it = far.get(envelope.id);
        far.delete(envelope.id);
        it?.events.gone();
        return;
      }
      case 'told':
        for (const id of envelope.ids) {
          const socket = near.get(id)?.socket;
          socket?.send(envelope.text);
          if (!socket || socket.backlog <= (allowed.get(id) ?? limits.socketBacklogBytes)) continue;
          const owner = dropNear(id)?.owner;
          if (owner !== undefined) post(owner, { kind: 'gone', id });
          socket.drop();
        }
        return;
      case 'allow':
        if (near.has(envelope.id)) allowed.set(envelope.id, envelope.bytes);
        return;
      case 'close':
        dropNear(envelope.id)?.socket.close();
        return;
      case 'drop':
        dropNear(envelope.id)?.socket.drop();
        return;
      default:
        envelope satisfies never;
    }
  };

  const end = (life: ControlLife) => {
    for (const [id, { socket, owner }] of [...near]) {
      if (owner !== life) continue;
      dropNear(id);
      socket.drop();
    }
    for (const [id, { events, edge }] of [...far]) {
      if (edge !== life) continue;
      far.delete(id);
      events.gone();
    }
  };

  // What was under way when the broker went away may be lost: its people say where they were, and are told the rest.
  reach.onBack(() => {
    for (const [id, { socket, owner }] of [...near]) {
      dropNear(id);
      post(owner, { kind: 'gone', id });
      socket.drop();
    }
    for (const [id, { events, edge }] of [...far]) {
      far.delete(id);
      post(edge, { kind: 'drop', id });
      events.gone();
    }
  });

  const pulse = setInterval(() => {
    if (!reach.isUp) return;
    for (const life of new Set([...near.values()].map(({ owner }) => owner))) {
      nats.request(subjectOf(life), new Uint8Array(), { timeout: 5_000 }).catch((error: unknown) => {
        if (reach.isUp && isNobody(error)) end(life);
      });
    }
  }, pulseMs);
  pulse.unref();

  return {
    async begin(life, how) {
      if (!isLife.test(life)) throw new Error('that is no name of a control');
      subscription?.unsubscribe();
      // Owners know the sockets that are here by the name of before, and give them up.
      for (const id of [...near.keys()]) dropNear(id)?.socket.drop();
      own = life;
      accept = how;
      const subject = subjectOf(life);
      subscription = nats.subscribe(subject, {
        callback(error, message) {
          if (error) return;
          if (message.data.length === 0) return void message.respond();
          const bytes = seal.open(message.data, subject);
          const envelope = bytes && readEnvelope(bytes);
          if (envelope) heard(envelope, () => message.respond());
        },
      });
      await nats.flush();
    },

    async carry(owner, socket, { nonce, text }) {
      if (own === undefined || !isLife.test(owner) || !reach.isUp) return undefined;
      const id = randomBytes(idBytes).toString('base64url');
      near.set(id, { socket, owner });
      const subject = subjectOf(owner);
      const opening = seal.seal(writeEnvelope({ kind: 'open', id, edge: own, nonce, text }), subject);
      try {
        await nats.request(subject, opening, { timeout: answerMs });
      } catch {
        dropNear(id);
        // It may have heard it all the same.
        if (reach.isUp) post(owner, { kind: 'gone', id });
        return undefined;
      }
      return {
        text(said) {
          if (!near.has(id)) return;
          if (reach.isUp) return post(owner, { kind: 'said', id, text: said });
          // The socket itself is well: its person is not to look for another one.
          if (decodeClientMessage(said)?.t === 'ping') socket.send(encodeServerMessage({ t: 'pong' }));
        },
        gone() {
          if (dropNear(id)) post(owner, { kind: 'gone', id });
        },
      };
    },

    end,

    stop() {
      clearInterval(pulse);
      subscription?.unsubscribe();
    },
  };
}

const isNobody = (error: unknown): boolean =>
  error instanceof errors.NoRespondersError ||
  (error instanceof errors.RequestError && error.isNoResponders());
