/** How far the keys may be behind what happened, in milliseconds. README.md says why. */
export const slack = {
  /** A newcomer opens what was sealed in the step that ran: 10 s, and what is on the way. */
  pastMs: 10_000 + 1_000,
  /** After a removal in a room in order: G20. */
  removedMs: 1_500,
  /** The same for those who left by themselves: they lose the keys together, once a minute. */
  leftMs: 60_000 + 5_000,
  /** A steward or a speaker that was out of reach is in order again so long after it is back. */
  recoveryMs: 6_000,
  /** From the moment control knows until honest devices render nobody whom the stage no longer has. */
  renderedMs: 2_500,
  /** Nothing older is rendered: a step, and what a receiver keeps. */
  ageMs: 10_000 + 5_000 + 1_000,
  /** A room in which nothing more happens agrees about everything after so long. */
  settleMs: 45_000,
  /** A room without anybody on stage is over after so long. */
  endMs: 60_000 + 5_000,
} as const;
