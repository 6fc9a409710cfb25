import {
  type LiveMessage,
  type LiveRequest,
  liveMessageSchema,
  liveRequestSchema,
} from '@stoa/protocol/social';
import { z } from 'zod';

/** What the line needs of the world; tests bring their own. */
export type LivePorts = {
  readonly open: () => Pick<WebSocket, 'send' | 'close' | 'readyState'> & EventTarget;
  readonly after: (ms: number, run: () => void) => () => void;
  /** From 0 to 1. */
  readonly chance: () => number;
};

export type LiveLine = {
  /** Opens it, and keeps it open until `close`. */
  start(): void;
  close(): void;
  /** Said now and again after every new connection, under its name; undefined takes it back. */
  keepSaying(name: string, request: LiveRequest | undefined, last?: LiveRequest): void;
  onMessage(listener: (message: LiveMessage) => void): () => void;
  readonly isConnected: () => boolean;
  /** It was connected and is not now, though it is meant to be. */
  readonly isLost: () => boolean;
  readonly subscribe: (onChange: () => void) => () => void;
};

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
const pingMs = 25_000;
const silenceMs = 40_000;

/** The one socket of a signed-in page: news of the hallway, pings, notices. Comes back by itself, never all at once. */
export function createLiveLine(ports: LivePorts): LiveLine {
  const listeners = new Set<(message: LiveMessage) => void>();
  const watchers = new Set<() => void>();
  const said = new Map<string, LiveRequest>();
  let socket: ReturnType<LivePorts['open']> | undefined;
  let wanted = false;
  let connected = false;
  let wasConnected = false;
  let pauseMs = firstPauseMs;
  let heard = false;
  let cancel: () => void = () => {};
  let cancelPing: () => void = () => {};

  const show = (now: boolean) => {
    if (connected === now) return;
    connected = now;
    wasConnected ||= now;
    for (const watcher of [...watchers]) watcher();
  };
  const say = (request: LiveRequest) => {
    if (connected) socket?.send(JSON.stringify(z.encode(liveRequestSchema, request)));
  };
  const watchOver = () => {
    heard = false;
    say({ t: 'ping' });
    cancelPing = ports.after(silenceMs - pingMs, () => {
      if (!heard) return lost();
      cancelPing = ports.after(pingMs, watchOver);
    });
  };
  const lost = () => {
    cancelPing();
    socket?.close();
    socket = undefined;
    show(false);
    if (!wanted) return;
    cancel();
    cancel = ports.after(pauseMs * (0.5 + ports.chance()), connect);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  };
  const take = (message: LiveMessage) => {
    heard = true;
    if (message.t === 'hello') {
      pauseMs = firstPauseMs;
      show(true);
      for (const request of said.values()) say(request);
      cancelPing = ports.after(pingMs, watchOver);
    }
    if (message.t === 'signedOut') wanted = false;
    for (const listener of [...listeners]) listener(message);
  };
  const connect = () => {
    const mine = ports.open();
    socket = mine;
    mine.addEventListener('message', (event) => {
      if (mine !== socket) return;
      const message = read((event as MessageEvent).data);
      // An older page does not know newer words: it goes on with those it knows.
      if (message) take(message);
    });
    mine.addEventListener('close', () => mine === socket && lost());
    mine.addEventListener('error', () => mine === socket && lost());
  };

  return {
    start() {
      if (wanted) return;
      wanted = true;
      connect();
    },
    close() {
      wanted = false;
      cancel();
      lost();
    },
    keepSaying(name, request, last) {
      if (request) said.set(name, request);
      else said.delete(name);
      const now = request ?? last;
      if (now) say(now);
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    isConnected: () => connected,
    isLost: () => wanted && wasConnected && !connected,
    subscribe(onChange) {
      watchers.add(onChange);
      return () => void watchers.delete(onChange);
    },
  };
}

function read(data: unknown): LiveMessage | undefined {
  try {
    return liveMessageSchema.safeParse(JSON.parse(String(data))).data;
  } catch {
    return undefined;
  }
}

/** On the page's own server. */
export const browserLine = (): LiveLine =>
  createLiveLine({
    open: () => new WebSocket(new URL('/live', window.location.href.replace(/^http/, 'ws'))),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    chance: Math.random,
  });
