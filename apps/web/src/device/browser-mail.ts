import { call } from '../api/call.ts';
import type { LiveLine } from '../api/live-line.ts';
import { createMail, type Mail } from './mail.ts';
import { browserMailShelf } from './mail-shelf.ts';
import type { Devices } from './own-device.ts';

/** One tab at a time, where the browser knows how; without it each is careful alone, and a message is stored once anyway. */
const alone = async (name: string, run: () => Promise<void>): Promise<void> => {
  if ('locks' in navigator) await navigator.locks.request(name, run);
  else await run();
};

function tabs() {
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('stoa-mail') : undefined;
  return {
    tell: () => channel?.postMessage(''),
    listen: (onChange: () => void) => channel?.addEventListener('message', onChange),
  };
}

/** Of the page's own server, kept by this browser. */
export const browserMail = (devices: Devices, live: LiveLine): Mail =>
  createMail({
    ...{ call, devices, live, shelf: browserMailShelf, alone, tabs: tabs() },
    now: Date.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    after: (ms, run) => void setTimeout(run, ms),
  });
