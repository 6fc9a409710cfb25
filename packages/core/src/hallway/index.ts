export { Hallway } from './hallway.ts';
export { IdIndex } from './id-index.ts';
export {
  type IdList,
  idCount,
  idFromText,
  idsFromBytes,
  idsFromTexts,
  idText,
  includesId,
  withId,
  wordsPerId,
} from './id-list.ts';
export {
  type Choice,
  choice,
  type Found,
  noChoice,
  type RoomFacts,
  type RoomKind,
  type Slot,
  type Viewer,
} from './words.ts';
