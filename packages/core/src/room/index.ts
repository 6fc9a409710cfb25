export { isSilenced, maySay, silencedLeaves } from './chat.ts';
export { type RoomDecisions, remember, takeOver } from './memory.ts';
export { probations } from './probation.ts';
export { isBarred, isFull, type Person, type RoomState, seatFor, snapshot } from './state.ts';
export { openRoom, type Step, step } from './step.ts';
export type { FactKind, HandsRule, RoomEffect, RoomInput, SignedHead } from './words.ts';
