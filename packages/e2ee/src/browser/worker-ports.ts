/** The worker's clock and cipher, in the shape the frame layer asks for. */
import type { OpenerPorts } from '../frame/index.ts';

export function workerPorts(): OpenerPorts {
  return {
    subtle: crypto.subtle,
    now: () => performance.now(),
    delay: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
  };
}
