import { directoryCall, verifyEd25519 } from '../adapters/http/directory-call.ts';
import { nodeProbe } from '../adapters/stun-node/node-probe.ts';
import { memoryPins, Places, type PlacesPort } from '../fence/index.ts';

const pins = memoryPins();
const known = new Map<string, Places>();

/** One for all participants of a process that come to the same deployment; pinned for as long as the process. */
export function nodePlaces(server: string): Places {
  let places = known.get(server);
  if (!places) {
    places = freshPlaces(server, { pins });
    known.set(server, places);
  }
  return places;
}

/** What a device knows that was never there before; with parts of the world exchanged. `server` is an origin. */
export const freshPlaces = (server: string, parts: Partial<PlacesPort> = {}): Places =>
  new Places({
    server,
    fetch: () => directoryCall(server),
    verify: verifyEd25519,
    pins: memoryPins(),
    unix: Date.now,
    probe: nodeProbe,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
    ...parts,
  });
