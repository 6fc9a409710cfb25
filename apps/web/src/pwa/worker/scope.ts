/** What the worker uses of its surroundings (the compiler's library has types for pages only). */
export type Extendable = { waitUntil(work: Promise<unknown>): void };

export type FetchAsked = Extendable & {
  readonly request: Request;
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
};

export type WindowThere = {
  readonly focused: boolean;
  readonly url: string;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
};

export type NoticeClicked = Extendable & { readonly notification: Pick<Notification, 'close'> };

export type MessageHeard = Extendable & { readonly data: unknown; readonly ports: readonly MessagePort[] };

type Events = {
  install: Extendable;
  activate: Extendable;
  fetch: FetchAsked;
  push: Extendable;
  notificationclick: NoticeClicked;
  message: MessageHeard;
};

export type WorkerScope = {
  readonly location: { readonly origin: string };
  readonly navigator: {
    readonly languages: readonly string[];
    setAppBadge?(): Promise<void>;
    clearAppBadge?(): Promise<void>;
  };
  readonly caches: CacheStorage;
  readonly registration: {
    showNotification(title: string, options: NotificationOptions): Promise<void>;
    readonly navigationPreload?: { enable(): Promise<void> } | undefined;
  };
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly WindowThere[]>;
    openWindow(path: string): Promise<unknown>;
  };
  readonly fetch: typeof fetch;
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): void;
};
