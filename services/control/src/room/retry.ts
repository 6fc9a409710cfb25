/** How soon a participant should offer a new media transport: the stage at once, the audience spread out. */
export function mediaRetryMs(about: {
  readonly onStage: boolean;
  readonly relayLost: boolean;
  readonly relayUp: boolean;
  readonly people: number;
  /** In [0, 1). */
  readonly chance: number;
}): number {
  const base = about.relayUp ? 0 : 300;
  if (about.onStage) return Math.round(base + about.chance * 50);
  // A relay takes about 500 offers a second (2 ms each).
  const spread = about.relayLost ? Math.min(10_000, about.people * 3) : 500;
  return Math.round(base + 50 + about.chance * spread);
}
