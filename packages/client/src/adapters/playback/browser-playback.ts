import { media } from '@stoa/protocol';
import type { Sound } from '../../room/ports.ts';
import { silentWav } from './silence.ts';

export type BrowserPlayback = Sound & {
  /** A place for one transport; there are two, so that the older one sounds until the newer one does. */
  open(): SlotPlayer;
};

/** Lets slots be heard. Their receivers must carry their transforms by then: without one a slot would play noise. */
export type SlotPlayer = { attach(slot: number, track: MediaStreamTrack): void; detach(): void };

const answerMs = 250;
/** The second four elements are needed when this device moves to another relay: later than anything that a tap waits for. */
const secondBankMs = 20;
const gestures = ['pointerup', 'keydown', 'touchend'] as const;

const makeBank = (): readonly HTMLAudioElement[] =>
  Array.from({ length: media.slots }, () => {
    const element = new Audio();
    element.autoplay = true;
    element.setAttribute('playsinline', '');
    return element;
  });

/**
 * One `<audio>` element for each slot of a transport, made and unlocked once and used for every speaker that comes through the slot:
 * elements that were unlocked by a tap may play later, in the background too. No AudioContext is involved, because
 * phones suspend it with the page.
 */
export function browserPlayback(): BrowserPlayback {
  const banks = [makeBank(), makeBank()];
  const [first = [], second = []] = banks;
  const elements = banks.flat();
  /** Whom each bank belongs to. */
  const owners: (SlotPlayer | undefined)[] = [undefined, undefined];
  let secondSoon: ReturnType<typeof setTimeout> | undefined;
  let state: Sound['state'] = 'starting';
  let onChange: () => void = () => {};
  const silence = URL.createObjectURL(silentWav());

  const set = (next: Sound['state']) => {
    if (next === state) return;
    state = next;
    for (const gesture of gestures) {
      if (next === 'blocked') document.addEventListener(gesture, retry, { capture: true });
      else document.removeEventListener(gesture, retry, { capture: true });
    }
    onChange();
  };
  /** A refusal comes at once. A slot in which nobody speaks starts only with its first packet, so no answer is a yes. */
  const play = (element: HTMLAudioElement): Promise<boolean> =>
    new Promise((resolve) => {
      setTimeout(() => resolve(true), answerMs);
      element.play().then(
        () => resolve(true),
        // Anything else means that the source changed under the call, which starts another one.
        (error) => resolve(!(error instanceof DOMException && error.name === 'NotAllowedError')),
      );
    });
  const unlockAll = (some: readonly HTMLAudioElement[]): Promise<readonly boolean[]> =>
    Promise.all(
      some.map((element) => {
        if (!element.srcObject && !element.src) element.src = silence;
        return play(element);
      }),
    );
  const unlock = async (): Promise<void> => {
    clearTimeout(secondSoon);
    secondSoon = setTimeout(() => void unlockAll(second), secondBankMs);
    const allowed = await unlockAll(first);
    set(allowed.every(Boolean) ? 'playing' : 'blocked');
  };
  const retry = () => void unlock();
  // After the turn in which the room is begun: starting four elements takes longer than asking the server.
  queueMicrotask(retry);

  return {
    get state() {
      return state;
    },
    unlock,
    onChange: (callback) => {
      onChange = callback;
    },
    open: () => {
      const free = owners.indexOf(undefined);
      const at = free < 0 ? owners.length - 1 : free;
      const bank = banks[at] ?? [];
      const player: SlotPlayer = {
        attach: (slot, track) => {
          const element = bank[slot];
          if (!element || owners[at] !== player) return;
          element.removeAttribute('src');
          element.srcObject = new MediaStream([track]);
          void play(element).then((allowed) => {
            if (!allowed) set('blocked');
          });
        },
        detach: () => {
          if (owners[at] !== player) return;
          owners[at] = undefined;
          for (const element of bank) element.srcObject = null;
        },
      };
      owners[at] = player;
      return player;
    },
    close: () => {
      onChange = () => {};
      clearTimeout(secondSoon);
      for (const gesture of gestures) document.removeEventListener(gesture, retry, { capture: true });
      for (const element of elements) {
        element.pause();
        element.srcObject = null;
        element.removeAttribute('src');
      }
      URL.revokeObjectURL(silence);
    },
  };
}
