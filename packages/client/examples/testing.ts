import type { Room } from '@stoa/client';
import { createFakeRoom } from '@stoa/client/fake';

declare const app: { show(room: Room): string };

// --- fake
export function showsWhoSpeaks(): void {
  const room = createFakeRoom({ me: { name: 'Ada', role: 'moderator' } });
  const bo = room.driver.joins('Bo');
  room.driver.comesOnStage(bo);
  room.driver.speaks(bo, 3);
  if (!app.show(room).includes('Bo')) throw new Error('Bo speaks and is not shown');

  room.driver.close('roomEnded');
  if (!app.show(room).includes('ended')) throw new Error('the end is not shown');
}
// --- end
