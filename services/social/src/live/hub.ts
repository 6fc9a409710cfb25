import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type AccountId,
  type LiveMessage,
  type LiveRequest,
  liveMessageSchema,
  liveRequestSchema,
  type SessionId,
} from '@stoa/protocol/social';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { Budget } from '../http/budget.ts';
import type { Door } from '../http/door.ts';
import { Refusal } from '../http/refusal.ts';
import type { AccountViewer, Viewer } from '../http/viewer.ts';
import type { News } from '../news.ts';
import type { Clock, Log } from '../ports.ts';
import type { Live, LivePage } from './live.ts';

export type HubOptions = {
  readonly door: Door;
  readonly clock: Clock;
  readonly log: Log;
  readonly news: News;
};

const pagesPerAccount = 20;
const requestBytes = 4_096;
/** What a slow page may leave unread before it is closed: it asks again when it is back. */
const backlogBytes = 262_144;
const pingMs = 25_000;
const goodbyeMs = 200;

export const liveText = (message: LiveMessage): string => JSON.stringify(liveMessageSchema.encode(message));

/** Somebody in a browser: a program's token opens no page. */
type SignedIn = AccountViewer & { readonly session: SessionId };
const isSignedIn = (viewer: unknown): viewer is SignedIn =>
  (viewer as Viewer | undefined)?.kind === 'account' && (viewer as AccountViewer).session !== undefined;

type Open = {
  readonly page: LivePage;
  readonly socket: WebSocket;
  alive: boolean;
};

/** All sockets of `/live`: who may open one, and what goes to whom. */
export class Hub implements Live {
  readonly #options: HubOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: requestBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  readonly #byAccount = new Map<string, Set<Open>>();
  readonly #listeners = new Set<(page: LivePage) => void>();
  readonly #requests = new Budget({ count: 120, perMs: 60_000, burst: 20 });
  /** Of each request to become a socket that is being looked at: the sessions and accounts that ended meanwhile. */
  readonly #ended = new Set<Set<string>>();
  #cancelPing = () => {};
  #nextNumber = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    options.news.listen((item) => {
      if (item.kind === 'sessionEnded') this.#endSession(item.account, item.session.reveal());
      if (item.kind === 'accountGone') this.#endSession(item.account, undefined);
    });
    this.#armPing();
  }

  tell(account: AccountId, message: LiveMessage): void {
    const open = this.#byAccount.get(account.reveal());
    if (!open) return;
    const text = liveText(message);
    for (const { page } of open) page.sendText(text);
  }

  isHere(account: AccountId): boolean {
    return this.#byAccount.has(account.reveal());
  }

  *pages(): Iterable<LivePage> {
    for (const open of this.#byAccount.values()) for (const { page } of open) yield page;
  }

  *pagesOf(account: AccountId): Iterable<LivePage> {
    for (const { page } of this.#byAccount.get(account.reveal()) ?? []) yield page;
  }

  onPage(listener: (page: LivePage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A request to become a socket: the door looks at it as at a call, and only a page of ours with a session may. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const ended = new Set<string>();
    this.#ended.add(ended);
    const viewer = await this.#options.door.viewer(request).then(
      ({ viewer }) => viewer,
      (error: unknown) => error,
    );
    this.#ended.delete(ended);
    if (!isSignedIn(viewer) || ended.has(viewer.session.reveal()) || ended.has(viewer.id.reveal())) {
      this.#options.door.refused(request);
      const isTooFast = viewer instanceof Refusal && viewer.code === 'tooFast';
      const status = isTooFast ? '429 Too Many Requests' : '401 Unauthorized';
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#opened(opened, viewer));
  }

  stop(): void {
    this.#cancelPing();
    for (const open of this.#byAccount.values())
      for (const { socket } of open) {
        socket.close(1001);
        // Whoever does not answer the goodbye is not waited for.
        setTimeout(() => socket.terminate(), goodbyeMs).unref();
      }
  }

  #opened(socket: WebSocket, viewer: SignedIn): void {
    const key = viewer.id.reveal();
    const mine = this.#byAccount.get(key) ?? new Set<Open>();
    if (mine.size >= pagesPerAccount) {
      const [oldest] = mine;
      oldest?.socket.close(1013);
    }
    const requests: ((request: LiveRequest) => void)[] = [];
    const closed: (() => void)[] = [];
    const name = String(this.#nextNumber++);
    const page: LivePage = {
      account: viewer.id,
      session: viewer.session,
      send: (message) => page.sendText(liveText(message)),
      sendText: (text) => {
        if (socket.readyState !== socket.OPEN) return;
        if (socket.bufferedAmount > backlogBytes) socket.close(1013);
        else socket.send(text);
      },
      onRequest: (listener) => void requests.push(listener),
      onClosed: (listener) => void closed.push(listener),
    };
    const open: Open = { page, socket, alive: true };
    mine.add(open);
    this.#byAccount.set(key, mine);
    socket.on('pong', () => {
      open.alive = true;
    });
    socket.on('message', (data, isBinary) => {
      open.alive = true;
      const request = isBinary ? undefined : read(data);
      if (!request || this.#requests.take(name, this.#options.clock.now()) !== undefined) {
        socket.close(1008);
      } else if (request.t === 'ping') page.send({ t: 'pong' });
      else for (const listener of requests) listener(request);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      mine.delete(open);
      if (mine.size === 0 && this.#byAccount.get(key) === mine) this.#byAccount.delete(key);
      for (const listener of closed) listener();
    });
    page.send({ t: 'hello' });
    for (const listener of this.#listeners) listener(page);
  }

  #endSession(account: AccountId, session: string | undefined): void {
    for (const ended of this.#ended) ended.add(session ?? account.reveal());
    for (const { page, socket } of [...(this.#byAccount.get(account.reveal()) ?? [])]) {
      if (session !== undefined && page.session.reveal() !== session) continue;
      page.send({ t: 'signedOut' });
      socket.close(1008);
    }
  }

  #armPing(): void {
    this.#cancelPing = this.#options.clock.after(pingMs, () => {
      for (const open of this.#byAccount.values()) {
        for (const one of open) {
          if (!one.alive) one.socket.terminate();
          one.alive = false;
          if (one.socket.readyState === one.socket.OPEN) one.socket.ping();
        }
      }
      this.#armPing();
    });
  }
}

function read(data: RawData) {
  try {
    const parsed = liveRequestSchema.safeParse(JSON.parse(String(data)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
