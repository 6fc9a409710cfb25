import type { Leaf } from '@stoa/protocol';
import { describe, expect, test } from 'vitest';
import { probations } from '../index.ts';
import { host, TestRoom } from './test-room.ts';

const seconds = 30;

function probationRoom(): TestRoom {
  const room = new TestRoom();
  room.command(host, { do: 'setProbation', seconds });
  return room;
}
const running = (room: TestRoom) => probations(room.state, room.now);
/** Time passes, and the steward signs what there is to sign. */
const pass = (room: TestRoom, ms: number) => {
  const effects = room.pass(ms);
  room.headBy(host, room.now);
  return effects;
};
const byHand = (room: TestRoom): Leaf => {
  const person = room.admit();
  room.command(person, { do: 'raiseHand' });
  room.command(host, { do: 'invite', leaf: person });
  return person;
};

describe('a probation microphone', () => {
  test('R110 moderators turn it on and off, and everybody is told', () => {
    const room = new TestRoom();
    const person = room.admit();
    expect(room.command(person, { do: 'setProbation', seconds })).toBe('notAllowed');
    expect(room.snapshot.probation).toBe(0);
    room.command(host, { do: 'setProbation', seconds });
    expect(room.events()).toEqual([{ was: 'probationChanged', seconds }]);
    expect(room.snapshot.probation).toBe(seconds);
    room.command(host, { do: 'setProbation', seconds });
    expect(room.events()).toEqual([]);
  });

  test('R111 what is left of it is told in whole milliseconds, whatever the clock counts in', () => {
    const room = probationRoom();
    room.now = 0.25;
    const person = byHand(room);
    room.now = 1_000.75;
    expect(running(room)).toEqual([{ leaf: person, inMs: 29_000 }]);
  });

  test('R111 it is for who comes on stage by a raised hand, not for who was asked', () => {
    const room = probationRoom();
    const person = byHand(room);
    expect(room.did('probations')).toHaveLength(1);
    expect(running(room)).toEqual([{ leaf: person, inMs: seconds * 1_000 }]);
    const asked = room.admit();
    room.command(host, { do: 'invite', leaf: asked });
    room.command(asked, { do: 'acceptInvite' });
    expect(room.role(asked)).toBe('speaker');
    expect(running(room)).toHaveLength(1);
  });

  test('R112 when it is over its person is in the audience, is told so, and the stewards are', () => {
    const room = probationRoom();
    const person = byHand(room);
    room.headBy(host, room.now);
    pass(room, seconds * 1_000 - 1);
    expect(room.role(person)).toBe('speaker');
    const effects = pass(room, 1);
    expect(room.role(person)).toBe('listener');
    expect(room.seat(person)).toMatchObject({ publish: false, onStage: false });
    expect(effects).toContainEqual({ type: 'event', event: { was: 'stageLeft', leaf: person } });
    expect(effects).toContainEqual({ type: 'tell', leaf: person, what: 'probationOver' });
    expect(effects).toContainEqual({ type: 'fact', kind: 'offStage', leaf: person });
    expect(running(room)).toEqual([]);
    // Once more by hand is once more on probation.
    room.command(person, { do: 'raiseHand' });
    room.command(host, { do: 'invite', leaf: person });
    expect(running(room)).toHaveLength(1);
  });

  test('R112 whoever is away then is in the audience too', () => {
    const room = probationRoom();
    const person = byHand(room);
    pass(room, seconds * 1_000 - 2_000);
    room.put({ type: 'socketLost', leaf: person });
    pass(room, 3_000);
    expect(room.role(person)).toBe('listener');
  });

  test('R113 a moderator keeps somebody on stage, and a promotion does', () => {
    const room = probationRoom();
    const [kept, promoted, other] = [byHand(room), byHand(room), byHand(room)];
    expect(room.command(other, { do: 'keepOnStage', leaf: kept })).toBe('notAllowed');
    expect(room.command(host, { do: 'keepOnStage', leaf: room.admit() })).toBe('notOnStage');
    room.command(host, { do: 'keepOnStage', leaf: kept });
    expect(room.did('probations')).toHaveLength(1);
    room.command(host, { do: 'makeModerator', leaf: promoted });
    room.headBy(host, room.now);
    pass(room, seconds * 1_000);
    expect([kept, promoted, other].map((who) => room.role(who))).toEqual([
      'speaker',
      'moderator',
      'listener',
    ]);
  });

  test('R114 turning it off lets those run who are on it; leaving the stage or the room ends it', () => {
    const room = probationRoom();
    const [runs, steps, leaves] = [byHand(room), byHand(room), byHand(room)];
    room.command(host, { do: 'setProbation', seconds: 0 });
    room.command(steps, { do: 'leaveStage' });
    expect(room.did('probations')).toHaveLength(1);
    room.put({ type: 'left', leaf: leaves });
    expect(running(room).map(({ leaf }) => leaf)).toEqual([runs]);
    room.headBy(host, room.now);
    pass(room, seconds * 1_000);
    expect(room.role(runs)).toBe('listener');
    expect(running(room)).toEqual([]);
    const free = byHand(room);
    room.headBy(host, room.now);
    pass(room, seconds * 2_000);
    expect(room.role(free)).toBe('speaker');
  });
});
