import type { Target } from './engine.ts';
import { evidenceTargets } from './targets/evidence.ts';
import { fenceTargets } from './targets/fence.ts';
import { mediaTargets } from './targets/media.ts';
import { messageTargets } from './targets/messages.ts';
import { sessionTextTargets } from './targets/session-text.ts';
import { textTargets } from './targets/text.ts';
import { turnTargets } from './targets/turn.ts';

/** Every parser of ours that reads what somebody else wrote, before any signature of it was checked. */
export const targets: readonly Target[] = [
  ...mediaTargets,
  ...evidenceTargets,
  ...textTargets,
  ...messageTargets,
  ...sessionTextTargets,
  ...fenceTargets,
  ...turnTargets,
];
