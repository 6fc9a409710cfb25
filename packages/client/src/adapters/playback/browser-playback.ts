import { media } from '@stoa/protocol';
import type { Sound } from '../../room/ports.ts';
import { silentWav } from './silence.ts';

export type BrowserPlayback = Sound & {
  /** Lets a slot be heard. Its receiver must carry its transform by then: without one it would play noise. */
  attach(slot: number, track: MediaStreamTrack): void;
  detach(): void;
};

const answerMs = 250;
const gestures = ['pointerup', 'keydown', 'touchend'] as const;

/**
 * One `<audio>` element for each slot, made and unlocked once and used for every speaker that comes through the slot:
 * elements that were unlocked by a tap may play later, in the background too. No AudioContext is involved, because
 * phones suspend it with the page.
 */
export function browserPlayback(): BrowserPlayback {
  const elements = Array.from({ length: media.slots }, () => {
    const element = new Audio();
    element.autoplay = true;
    element.setAttribute('playsinline', '');
    return element;
  });
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
  const unlock = async (): Promise<void> => {
    const allowed = await Promise.all(
      elements.map((element) => {
        if (!element.srcObject && !element.src) element.src = silence;
        return play(element);
      }),
    );
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
    attach: (slot, track) => {
      const element = elements[slot];
      if (!element) return;
      element.removeAttribute('src');
      element.srcObject = new MediaStream([track]);
      void play(element).then((allowed) => {
        if (!allowed) set('blocked');
      });
    },
    detach: () => {
      for (const element of elements) element.srcObject = null;
    },
    close: () => {
      onChange = () => {};
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
