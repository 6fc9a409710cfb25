import { type BuildSaid, isToPage, type ToWorker } from './words.ts';

/** The program on this device: whether a newer one waits, and which one this is. */
export type Program = {
  readonly get: () => ProgramState;
  readonly subscribe: (onChange: () => void) => () => void;
  /** Takes the new version: this page loads anew. */
  update(): void;
  /** Not now; the new version comes when all pages of the app are closed. */
  later(): void;
  /** The number of the build that the worker checked; undefined while there is none. */
  build(): Promise<string | undefined>;
  speak(language: string): void;
  onOpenNotices(open: () => void): () => void;
};
export type ProgramState = 'current' | 'newer' | 'putOff';

/** What it needs of the browser; tests bring their own. */
export type ProgramPorts = {
  /** Absent where the browser has none, or the page is not secure. */
  readonly workers: ServiceWorkerContainer | undefined;
  readonly reload: () => void;
  readonly onShown: (run: () => void) => void;
  readonly now: () => number;
};

const workerPath = '/service-worker.js';
const lookAgainMs = 60 * 60_000;

/** Starts the worker, and watches for a newer one. Nothing is replaced under a page by itself. */
export function startProgram({ workers, reload, onShown, now }: ProgramPorts): Program {
  let state: ProgramState = 'current';
  let registration: ServiceWorkerRegistration | undefined;
  let lookedAt = now();
  let taking = false;
  const listeners = new Set<() => void>();
  const show = (next: ProgramState) => {
    if (state === next) return;
    state = next;
    for (const listener of [...listeners]) listener();
  };
  // The first worker of all replaces nobody: only one that waits behind another is news.
  const look = () => {
    if (registration?.waiting && registration.active) show('newer');
  };
  const watch = (found: ServiceWorkerRegistration) => {
    registration = found;
    look();
    found.addEventListener('updatefound', () => {
      const coming = found.installing;
      coming?.addEventListener('statechange', () => coming.state === 'installed' && look());
    });
    onShown(() => {
      if (now() - lookedAt < lookAgainMs) return;
      lookedAt = now();
      void found.update().catch(() => undefined);
    });
  };
  workers?.addEventListener('controllerchange', () => {
    // Other pages of this person go on with what they have.
    if (taking) reload();
  });
  const begun = workers
    ?.register(workerPath, { updateViaCache: 'none' })
    // Without it the app works as well; it only cannot be installed or told of news.
    .then(watch, () => undefined);

  const tell = async (message: ToWorker, ports: MessagePort[] = []) => {
    await begun;
    const at = registration?.active;
    at?.postMessage(message, ports);
    return at !== null && at !== undefined;
  };
  return {
    get: () => state,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
    update() {
      const waiting = registration?.waiting;
      if (!waiting) return reload();
      taking = true;
      waiting.postMessage({ t: 'takeOver' } satisfies ToWorker);
    },
    later: () => show('putOff'),
    async build() {
      const { port1, port2 } = new MessageChannel();
      const answer = new Promise<BuildSaid>((resolve) => {
        port1.onmessage = ({ data }: MessageEvent<BuildSaid>) => resolve(data);
      });
      if (!(await tell({ t: 'whichBuild' }, [port2]))) return undefined;
      return (await answer).build;
    },
    speak(language) {
      // A worker that is just being installed hears it when it is ready.
      void workers?.ready.then(() => tell({ t: 'speak', language }));
    },
    onOpenNotices(open) {
      const listener = ({ data }: MessageEvent) => isToPage(data) && open();
      workers?.addEventListener('message', listener);
      return () => workers?.removeEventListener('message', listener);
    },
  };
}

/** On the page's own browser, once what the person waits for is there. */
export const browserProgram = (): Program =>
  startProgram({
    workers: 'serviceWorker' in navigator ? navigator.serviceWorker : undefined,
    reload: () => window.location.reload(),
    onShown: (run) =>
      document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && run()),
    now: Date.now,
  });
