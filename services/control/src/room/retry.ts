import { comeBackSpread } from '@stoa/core/fleet';

/** A number in [0, 1) from unpredictable bytes. */
export const chanceFrom = (random: (length: number) => Uint8Array): number => {
  const [high = 0, low = 0] = random(2);
  return (high * 256 + low) / 65_536;
};

/** Nobody is up: how soon to look again. */
export const downRetryMs = (chance: number): number => Math.floor(1_000 + chance * 1_000);

/** How soon a participant should offer a new media transport: the stage at once, the audience spread out. */
export function mediaRetryMs(about: {
  readonly onStage: boolean;
  readonly relayLost: boolean;
  /** How many lost theirs at the same moment. */
  readonly lost: number;
  /** That take people. */
  readonly relays: number;
  /** In [0, 1). */
  readonly chance: number;
}): number {
  const base = about.relays > 0 ? 0 : 300;
  if (about.onStage) return Math.round(base + about.chance * 50);
  const spread = about.relayLost ? comeBackSpread(about.lost, about.relays) : 500;
  return Math.round(base + 50 + about.chance * spread);
}
