/** How this browser puts the app among the others of the device. */
export type Install = {
  readonly get: () => InstallState;
  readonly subscribe: (onChange: () => void) => () => void;
  /** Lets the browser ask. */
  ask(): Promise<void>;
};
/** `offered`: a tap is enough; `byHand`: the person has to do it in the browser's menu; `none`: there, or not possible. */
export type InstallState = 'none' | 'offered' | 'byHand';

type Offer = Event & { prompt(): Promise<unknown> };

export function watchInstall(page: EventTarget, isThere: boolean, agent: string): Install {
  // Browsers of iPhones and iPads offer nothing, but have it in their menu.
  const byHand = /iPhone|iPad/.test(agent);
  let state: InstallState = isThere ? 'none' : byHand ? 'byHand' : 'none';
  let offer: Offer | undefined;
  const listeners = new Set<() => void>();
  const show = (next: InstallState) => {
    state = next;
    for (const listener of [...listeners]) listener();
  };
  page.addEventListener('beforeinstallprompt', (event) => {
    // The browser's own bar would come at its own time.
    event.preventDefault();
    offer = event as Offer;
    show('offered');
  });
  page.addEventListener('appinstalled', () => show('none'));
  return {
    get: () => state,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
    async ask() {
      const now = offer;
      // An offer holds for one question.
      offer = undefined;
      show('none');
      await now?.prompt();
    },
  };
}

export const browserInstall = (): Install =>
  watchInstall(window, window.matchMedia('(display-mode: standalone)').matches, navigator.userAgent);
