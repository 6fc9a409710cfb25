import { derive } from './derive.ts';
import type { Bytes } from './layout.ts';

/**
 * Inside an epoch the secret moves on every 10 s and the old one is erased: whoever joins (or steals a device) cannot
 * open what was said before, but for the step that runs.
 */
export const stepMs = 10_000;

/** A day. Nobody follows a room from so far behind, and a false time must not keep a device busy. */
export const maxSteps = 8_640;

export type StepChain = { readonly epoch: number; readonly step: number; readonly secret: Bytes };

const nothing = new Uint8Array();

/**
 * The chain at a later step; the same chain for an earlier one, which nobody can go back to, and for one more than
 * `maxSteps` ahead.
 */
export function advanced(chain: StepChain, step: number): StepChain {
  if (step <= chain.step || step - chain.step > maxSteps) return chain;
  let { secret } = chain;
  for (let at = chain.step; at < step; at++) secret = derive(secret, 'step', nothing, 32);
  return { epoch: chain.epoch, step, secret };
}

/** Step that runs at a room time in an epoch that began at `epochTime`. */
export const stepAt = (roomTime: number, epochTime: number): number =>
  Math.max(0, Math.floor((roomTime - epochTime) / stepMs));
