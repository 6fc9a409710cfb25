export { type Album, openAlbum, screensPage } from './album.ts';
export { eventually, PATIENCE } from './eventually.ts';
export { backAfter, longestQuiet, quantile } from './gaps.ts';
export { type Stage, useStage } from './hooks.ts';
export { type Outside, useOutside } from './outside.ts';
export { givePasskeys, signUp } from './passkeys.ts';
export {
  anotherTab,
  type ChromiumPerson,
  chromiumPerson,
  firefoxPerson,
  Person,
  type Policy,
  type Turn,
  type Way,
} from './person.ts';
export { SCREENS } from './screens.ts';
export { type ServerOptions, type StageServer, startServer } from './server.ts';
export { useTwoEngines } from './two-engines.ts';
