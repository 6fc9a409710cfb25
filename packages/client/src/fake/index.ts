export type { FakeDriver } from './fake-driver.ts';
export { createFakeRoom, type FakeRoom, type FakeScript } from './fake-room.ts';
