import type { CloseCode } from '@stoa/protocol';
import type { Guest } from './people.ts';
import type { Room } from './room.ts';

type DoorAndDesk = Pick<Room, 'door' | 'desk'>;

/** A request that gets no steward's answer any more. */
export function giveUp(room: DoorAndDesk, guest: Guest, code: CloseCode): void {
  if (room.door.get(guest.request) !== guest) return;
  room.door.take(guest, false);
  room.desk.withdraw(guest);
  guest.line.close();
  guest.connection.close(code);
}

/** New keys with another card: what was asked by the old one can only be refused, so everybody asks again by the new. */
export function askAnew(room: DoorAndDesk): void {
  for (const guest of [...room.door.all()]) giveUp(room, guest, 'nobodyAnswered');
}
