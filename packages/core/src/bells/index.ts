export {
  alwaysEveryMs,
  type BellFacts,
  type BellLevel,
  type BellSettings,
  isPaused,
  isQuiet,
  levelFor,
  type Notice,
  notice,
  type Occasion,
  type QuietHours,
  ringEveryMs,
} from './decide.ts';
export { dayIn, instantOf, isZone, minuteOfDay, type WallClock, wallClock } from './zones.ts';
