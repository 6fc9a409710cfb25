export { createFakeRoom, type FakeDriver, type FakeRoom, type FakeScript } from './fake-room.ts';
