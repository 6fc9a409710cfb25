import {
  type Leaf,
  leaf,
  limits,
  type RelaySeat,
  type RoomCommand,
  type RoomSnapshot,
  type StageMember,
} from '@stoa/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSilenced, type RoomEffect } from '../index.ts';
import { stepsFactor } from './config.ts';
import { TestRoom } from './test-room.ts';

const steps = 10_000 * stepsFactor;
const perRoom = 100;

/** What a random step is about: who acts, on whom, and how much time passes before. */
type Move = {
  readonly kind: number;
  readonly by: number;
  readonly on: number;
  readonly flag: boolean;
  readonly wait: number;
};
const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.nat({ max: 27 }),
  by: fc.nat({ max: 30 }),
  on: fc.nat({ max: 30 }),
  flag: fc.boolean(),
  wait: fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 200 }) }, fc.nat({ max: 20_000 })),
});

/** A picture of the room made only from what `step` tells the outside. */
class Outside {
  view: RoomSnapshot;
  readonly seats = new Map<Leaf, RelaySeat>();
  readonly removed = new Set<string>();
  /** By what people were told themselves. */
  readonly silenced = new Map<Leaf, boolean>();
  ended = false;

  constructor(room: TestRoom) {
    this.view = room.snapshot;
    this.hear(room.history);
  }

  hear(effects: readonly RoomEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'seat') this.seats.set(effect.leaf, effect.seat);
      if (effect.type === 'close') this.seats.delete(effect.leaf);
      if (effect.type === 'silenced') this.silenced.set(effect.leaf, effect.silenced);
      if (effect.type === 'said') must(!this.silenced.get(effect.leaf), 'nobody who was silenced writes');
      if (effect.type === 'ended') this.ended = true;
      if (effect.type === 'event') this.view = applied(this.view, effect.event);
    }
  }
}

function applied(view: RoomSnapshot, event: Extract<RoomEffect, { type: 'event' }>['event']): RoomSnapshot {
  const change = (of: Leaf, to: Partial<StageMember>) => ({
    ...view,
    stage: view.stage.map((member) => (member.leaf === of ? { ...member, ...to } : member)),
  });
  switch (event.was) {
    case 'stageJoined': {
      const { endsInMs: _over, ...rest } = view;
      return { ...rest, stage: [...view.stage, event.member] };
    }
    case 'stageLeft':
      return { ...view, stage: view.stage.filter((member) => member.leaf !== event.leaf) };
    case 'roleChanged':
      return change(event.leaf, { role: event.role });
    case 'muteChanged':
      return change(event.leaf, { muted: event.muted });
    case 'awayChanged':
      return change(event.leaf, { away: event.away });
    case 'handsChanged':
      return { ...view, queue: event.queue, hands: event.total };
    case 'countsChanged':
      return { ...view, participants: event.participants, consumers: event.consumers };
    case 'stageFrozen':
      return { ...view, frozen: event.frozen };
    case 'chatChanged':
      return { ...view, chat: event.who };
    case 'probationChanged':
      return { ...view, probation: event.seconds };
    case 'moderatorNamed':
    case 'said':
      return view;
    case 'roomEnding':
      return { ...view, endsInMs: event.inMs };
  }
}

function play(room: TestRoom, { kind, by, on, flag }: Move): void {
  const present = [...room.state.people.keys()];
  const who = present[by % present.length] ?? leaf(0);
  // Now and then somebody who has gone, or never was.
  const whom = on === 30 ? leaf(1_000) : (present[on % present.length] ?? leaf(0));
  const commands: readonly RoomCommand[] = [
    { do: 'raiseHand' },
    { do: 'lowerHand' },
    { do: 'acceptInvite' },
    { do: 'declineInvite' },
    { do: 'muteSelf', muted: flag },
    { do: 'leaveStage' },
    { do: 'invite', leaf: whom },
    { do: 'dismissHand', leaf: whom },
    { do: 'moveToAudience', leaf: whom },
    { do: 'mute', leaf: whom },
    { do: 'makeModerator', leaf: whom },
    { do: 'remove', leaf: whom },
    { do: 'freezeStage', frozen: flag },
  ];
  const rules: readonly RoomCommand[] = [
    { do: 'setChat', who: (['everybody', 'stage', 'nobody'] as const)[on % 3]! },
    { do: 'silence', leaf: whom, silenced: flag },
    { do: 'setProbation', seconds: flag ? on : 0 },
    { do: 'keepOnStage', leaf: whom },
  ];
  const command = commands[kind] ?? rules[kind - 22];
  if (command) room.command(who, command);
  else if (kind < 17) room.admit(`person ${on}`);
  else if (kind === 17) room.put({ type: 'socketLost', leaf: who });
  else if (kind === 18) room.put({ type: 'socketBack', leaf: who });
  else if (kind === 19) room.put({ type: 'left', leaf: who });
  else if (kind === 20) room.put({ type: 'consuming', leaf: who, on: flag });
  else if (kind > 25) room.put({ type: kind === 26 ? 'say' : 'react', leaf: who });
  else if (flag) room.put({ type: 'stewardAsked' });
  else
    room.put({
      type: 'stewardSpoke',
      leaf: who,
      head: on % 2 === 0 && { knownUntil: room.now },
      open: false,
    });
}

/** Asked for each person after each step: `expect` would take most of the time. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`broken: ${what}`);
}

function check(room: TestRoom, outside: Outside, removed: ReadonlySet<string>): void {
  const { state, snapshot } = room;
  if (state.ended) {
    expect(outside.seats.size).toBe(0);
    expect(outside.ended).toBe(true);
    return;
  }
  const people = [...state.people.values()];
  // R20: one role each, and the stage is just those with a role on it.
  expect([...state.stage.keys()].sort()).toEqual(
    people.flatMap(({ leaf, role }) => (role === 'listener' ? [] : [leaf])).sort(),
  );
  // R80
  const moderated = snapshot.stage.some((member) => member.role === 'moderator');
  const someoneOnline = snapshot.stage.some((member) => !member.away);
  expect(moderated || !someoneOnline).toBe(true);
  expect(moderated || snapshot.stage.length > 0 || state.endsAt !== undefined).toBe(true);
  // R3, R52: one leaf a subject, nobody removed among them.
  const subjects = people.map(({ subject }) => subject.reveal());
  expect(new Set(subjects).size).toBe(subjects.length);
  must(!subjects.some((subject) => removed.has(subject)), 'nobody removed is here');
  // R30: what the relay was told is exactly what roles allow.
  expect(outside.seats.size).toBe(people.length);
  for (const person of people) {
    const seat = outside.seats.get(person.leaf);
    const onStage = person.role !== 'listener';
    must(seat?.subscribe === true && seat.onStage === onStage, 'the seat is that of the role');
    must(seat?.publish === (onStage && !person.heldMute), 'only who may speak is forwarded');
    // R32: a mute by a moderator shows as muted to all.
    must(!person.heldMute || person.muted, 'a mute shows');
    // R95, R111: nobody silences a moderator, and none is on probation.
    const isModerator = person.role === 'moderator';
    must(!isModerator || !isSilenced(state, person), 'no moderator is silenced');
    must(!state.probations.has(person.leaf) || (onStage && !isModerator), 'on probation are speakers');
    // R40: no hand on stage.
    must(!onStage || !state.hands.has(person.leaf), 'no hand is up on stage');
  }
  for (const [leaf, endsAt] of state.probations)
    must(state.people.has(leaf) && endsAt > room.now, 'a probation is of somebody here, and not over');
  // R5, R27, R40: hands belong to people who are here.
  for (const hand of state.hands) must(state.people.has(hand), 'hands are of people who are here');
  if (state.frozen) {
    expect(state.hands.size).toBe(0);
    expect(people.some(({ invited }) => invited)).toBe(false);
  }
  expect(snapshot.stage.length).toBeLessThanOrEqual(limits.onStage);
  expect(snapshot.consumers).toBe(people.filter(({ consuming }) => consuming).length);
  // R70: whoever acts is an online moderator.
  if (state.acting !== undefined) {
    expect(state.stage.get(state.acting)).toMatchObject({ role: 'moderator', away: false });
  }
  // R62, but for what waits for its next turn to be told (R60, R61).
  const { queue, hands, participants, consumers, endsInMs, ...exact } = outside.view;
  // Whoever comes while the room is about to end is told so by its snapshot.
  expect(snapshot.endsInMs === undefined).toBe(endsInMs === undefined);
  expect(snapshot).toMatchObject(exact);
  if (state.handsDueAt === undefined)
    expect({ queue, hands }).toEqual({ queue: snapshot.queue, hands: snapshot.hands });
  if (state.countsDueAt === undefined) {
    expect({ participants, consumers }).toEqual({
      participants: snapshot.participants,
      consumers: snapshot.consumers,
    });
  }
}

test(`R20 R30 R40 R52 R62 R70 R80 hold after each of ${steps} random steps`, { timeout: 600_000 }, () => {
  let played = 0;
  fc.assert(
    fc.property(fc.array(move, { minLength: perRoom, maxLength: perRoom }), (moves) => {
      let room = new TestRoom();
      let outside = new Outside(room);
      let removed = new Set<string>();
      for (const each of moves) {
        outside.hear(room.pass(each.wait));
        const from = room.history.length;
        const before = new Map(
          [...room.state.people.values()].map((person) => [person.leaf, person.subject]),
        );
        play(room, each);
        for (const effect of room.history.slice(from)) {
          if (effect.type !== 'close' || effect.code !== 'removed') continue;
          const subject = before.get(effect.leaf);
          if (subject) removed.add(subject.reveal());
        }
        outside.hear(room.history.slice(from));
        check(room, outside, removed);
        played++;
        if (!room.state.ended) continue;
        room = new TestRoom();
        outside = new Outside(room);
        removed = new Set();
      }
    }),
    { numRuns: steps / perRoom },
  );
  expect(played).toBe(steps);
});
