import type { Leaf, RoomEvent, RoomSnapshot, StageMember } from '@stoa/protocol';

/** What control's numbered events add up to. Control reorders nothing, so each event is applied as it comes. */
export function applyEvent(room: RoomSnapshot, event: RoomEvent): RoomSnapshot {
  switch (event.was) {
    case 'stageJoined':
      return { ...room, stage: [...without(room.stage, event.member.leaf), event.member] };
    case 'stageLeft':
      return { ...room, stage: without(room.stage, event.leaf) };
    case 'roleChanged':
      return { ...room, stage: changed(room.stage, event.leaf, { role: event.role }) };
    case 'moderatorNamed':
      return { ...room, stage: changed(room.stage, event.leaf, { role: 'moderator' }) };
    case 'muteChanged':
      return { ...room, stage: changed(room.stage, event.leaf, { muted: event.muted }) };
    case 'awayChanged':
      return { ...room, stage: changed(room.stage, event.leaf, { away: event.away }) };
    case 'handsChanged':
      return { ...room, queue: [...event.queue], hands: event.total };
    case 'countsChanged':
      return { ...room, participants: event.participants, consumers: event.consumers };
    case 'stageFrozen':
      return { ...room, frozen: event.frozen };
    case 'chatChanged':
      return { ...room, chat: event.who };
    case 'probationChanged':
      return { ...room, probation: event.seconds };
    case 'roomEnding':
    case 'said':
      return room;
    default:
      return event satisfies never;
  }
}

const without = (stage: readonly StageMember[], leaf: Leaf) => stage.filter((member) => member.leaf !== leaf);
const changed = (stage: readonly StageMember[], leaf: Leaf, change: Partial<StageMember>) =>
  stage.map((member) => (member.leaf === leaf ? { ...member, ...change } : member));

/** When the room ends unless somebody comes on stage before. */
export function endOf(before: number | undefined, event: RoomEvent, now: number): number | undefined {
  if (event.was === 'roomEnding') return now + event.inMs;
  return event.was === 'stageJoined' ? undefined : before;
}

/** The same, as a snapshot tells it. */
export function endIn(room: RoomSnapshot, now: number): number | undefined {
  return room.endsInMs === undefined ? undefined : now + room.endsInMs;
}
