import type { RoomHandle } from '@stoa/protocol';
import type { AccountId, ClubId, EventId } from '@stoa/protocol/social';

/** What is kept until it is read or old. */
export type KeptNotice =
  | { readonly kind: 'followed' | 'messageRequest'; readonly from: AccountId }
  | { readonly kind: 'clubInvited' | 'clubRequested'; readonly from: AccountId; readonly club: ClubId }
  | { readonly kind: 'clubAccepted'; readonly club: ClubId }
  | { readonly kind: 'clubRole'; readonly club: ClubId; readonly role: 'member' | 'admin' | 'owner' }
  | { readonly kind: 'askedToHost'; readonly from: AccountId; readonly event: EventId }
  | { readonly kind: 'eventChanged' | 'eventCancelled' | 'eventReminder'; readonly event: EventId }
  | { readonly kind: 'safety'; readonly about: 'reportAnswered' | 'warning' };

/** What names a room lives in memory as long as the room does, and is never written. */
export type RoomNotice =
  | { readonly kind: 'eventStarted'; readonly event: EventId; readonly room: RoomHandle }
  | { readonly kind: 'onStage' | 'pinged'; readonly from: AccountId; readonly room: RoomHandle };

export type Notice = KeptNotice | RoomNotice;

export const isRoomNotice = (notice: Notice): notice is RoomNotice => 'room' in notice;
