export { type Cell, TRUST_TABLE, WATCHER_NAMES, WATCHERS, type Watcher } from './cells.ts';
export { CHECK_IDS, CHECKS, type CheckId, LIVE_FINDINGS } from './checks.ts';
export { examineMembers } from './examine-members.ts';
export { examinePath, LEAST_TIMING_BITS } from './examine-path.ts';
export { examineRelay } from './examine-relay.ts';
export { examineServer } from './examine-server.ts';
export {
  type Interval,
  intervalOf,
  type LinkFigures,
  linkControl,
  linkFigures,
  type SpeechFigures,
  speechFigures,
} from './figures.ts';
export { type CanaryKind, canariesOf, type Material, type Planted, type Spoken } from './material.ts';
export {
  brokenCodes,
  type Judged,
  judge,
  type LiveFinding,
  liveFinding,
  notRun,
  type Outcome,
  type Outcomes,
  type Verdict,
} from './outcome.ts';
export { isBroken, LIVE_VERSION, type LiveReport, liveJson, livePage, liveTerminal } from './page.ts';
export { RawCapture, type RawEnd } from './raw-capture.ts';
export { planted, Search, searchChunks, sees } from './search.ts';
export { type OpenedStream, openTls } from './tls-open.ts';
