import { call } from '../api/call.ts';
import { deviceLabel } from '../api/passkey.ts';
import { browserShelf } from './key-shelf.ts';
import { createDevices, type Devices } from './own-device.ts';

/** Those of the page's own server, kept by this browser. */
export const browserDevices = (): Devices =>
  createDevices({
    shelf: browserShelf,
    call,
    // Only where the page is a secure context.
    subtle: globalThis.crypto?.subtle,
    label: deviceLabel,
  });
