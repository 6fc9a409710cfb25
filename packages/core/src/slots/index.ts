export { SlotTable, slotRules } from './slot-table.ts';
export type { Speaker } from './speaker.ts';
