import { askForTurn } from '../adapters/http/directory-call.ts';
import { httpTokenCalls } from '../adapters/http/token-calls.ts';
import { browserMicrophone } from '../adapters/microphone/browser-microphone.ts';
import { browserPlayback } from '../adapters/playback/browser-playback.ts';
import { findWays, storedMemory } from '../adapters/rtc/ways.ts';
import { browserSocket } from '../adapters/ws/browser-socket.ts';
import type { RoomPorts } from '../room/ports.ts';
import { placesOf } from './browser-places.ts';
import { makeLife, readyLife } from './prepare.ts';

/** Everything that a room needs of a browser. `server` is an origin; without `tokens` it gives them to guests. */
export function browserPorts(server: string, tokens = httpTokenCalls(server)): RoomPorts<MediaStreamTrack> {
  const playback = browserPlayback();
  const ways = findWays({ ask: () => askForTurn(server), now: Date.now, memory: storedMemory() });
  return {
    clock: {
      // Not Date.now(), which goes back when the machine's clock is set.
      now: () => performance.timeOrigin + performance.now(),
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    chance: Math.random,
    tokens,
    openSocket: browserSocket(server),
    readyLife: () => readyLife(playback, ways),
    makeLife: () => makeLife(playback, ways),
    microphone: browserMicrophone(),
    places: placesOf(server),
    sound: playback,
    onNetworkChange: (told) => {
      const callback = () => {
        ways.networkChanged();
        told();
      };
      const { connection } = navigator as Navigator & { readonly connection?: EventTarget };
      let hiddenAt = 0;
      // A device that slept comes back with sockets that may have died unnoticed.
      const visibilityChanged = () => {
        if (document.hidden) hiddenAt = Date.now();
        else if (Date.now() - hiddenAt > 10_000) callback();
      };
      addEventListener('online', callback);
      document.addEventListener('visibilitychange', visibilityChanged);
      connection?.addEventListener('change', callback);
      return () => {
        document.removeEventListener('visibilitychange', visibilityChanged);
        removeEventListener('online', callback);
        connection?.removeEventListener('change', callback);
      };
    },
  };
}
