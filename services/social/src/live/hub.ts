import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type AccountId,
  type LiveMessage,
  type LiveRequest,
  liveMessageSchema,
  liveRequestSchema,
} from '@stoa/protocol/social';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Authenticate } from '../http/authenticate.ts';
import { Budget } from '../http/budget.ts';
import { SessionCookie } from '../http/session-cookie.ts';
import type { Site } from '../http/site.ts';
import type { AccountViewer } from '../http/viewer.ts';
import type { News } from '../news.ts';
import type { Clock, Log } from '../ports.ts';
import type { Live, LivePage } from './live.ts';

export type HubOptions = {
  readonly authenticate: Authenticate;
  readonly site: Site;
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
  readonly #cookie: SessionCookie;
  /** Of each request to become a socket that is being looked at: the sessions and accounts that ended meanwhile. */
  readonly #ended = new Set<Set<string>>();
  #cancelPing = () => {};
  #nextNumber = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#cookie = new SessionCookie(options.site.https);
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

  /** A request to become a socket. Cookie and origin are checked before anything else is said. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const ended = new Set<string>();
    this.#ended.add(ended);
    const viewer = await this.#viewerOf(request).catch(() => undefined);
    this.#ended.delete(ended);
    if (!viewer?.session || ended.has(viewer.session.reveal()) || ended.has(viewer.id.reveal())) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
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

  async #viewerOf(request: IncomingMessage): Promise<AccountViewer | undefined> {
    const { origin, host, cookie } = request.headers;
    if (!origin || !this.#options.site.isOurs(origin, host)) return undefined;
    const token = this.#cookie.read(cookie);
    return token
      ? await this.#options.authenticate({ cookie: token }, this.#options.clock.unix())
      : undefined;
  }

  #opened(socket: WebSocket, viewer: AccountViewer): void {
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
      session: viewer.session!,
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
