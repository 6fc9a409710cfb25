import type { Devices } from '../device/own-device.ts';

/** A browser that is no device of anybody, and does not say why. */
export const noDevices = (): Devices => ({
  start: () => {},
  own: () => new Promise(() => {}),
  forget: async () => {},
});
