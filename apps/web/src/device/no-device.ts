import type { Refused } from '../api/call.ts';

/** `unsupported`: the browser cannot make such keys. `unkept`: it keeps nothing, as in some private windows. */
export type DeviceTrouble = 'unsupported' | 'unkept' | Refused;

export class NoDevice extends Error {
  readonly why: DeviceTrouble;

  constructor(why: DeviceTrouble) {
    super(`This browser is no device of the account: ${why}`);
    this.why = why;
  }
}
