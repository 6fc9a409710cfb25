import { directoryCall, verifyEd25519 } from '../adapters/http/directory-call.ts';
import { storedPins } from '../adapters/http/stored-pins.ts';
import { browserProbe } from '../adapters/rtc/browser-probe.ts';
import { Places } from '../fence/index.ts';

const known = new Map<string, Places>();

/** What this page knows of a deployment's places; one for all of its rooms. `server` is an origin. */
export function placesOf(server: string): Places {
  let places = known.get(server);
  if (!places) {
    places = new Places({
      server,
      fetch: () => directoryCall(server),
      verify: verifyEd25519,
      pins: storedPins(),
      unix: Date.now,
      probe: browserProbe,
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    });
    known.set(server, places);
  }
  return places;
}
