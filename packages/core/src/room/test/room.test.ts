import { leaf, limits, subject } from '@stoa/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { host, TestRoom } from './test-room.ts';

const hearing = { publish: false, subscribe: true, onStage: false };
const speaking = { publish: true, subscribe: true, onStage: true };

describe('coming and going', () => {
  test('R1 the opener is moderator on stage and acts', () => {
    const room = new TestRoom();
    expect(room.snapshot.stage).toEqual([{ leaf: 0, role: 'moderator', muted: false, away: false }]);
    expect(room.seat(host)).toEqual(speaking);
    expect(room.did('acting')).toEqual([{ type: 'acting', leaf: 0 }]);
  });

  test('R2 an admitted person is a listener and may hear', () => {
    const room = new TestRoom();
    const person = room.admit();
    expect(room.role(person)).toBe('listener');
    expect(room.seat(person)).toEqual(hearing);
  });

  test('R3 the newest leaf of a subject replaces the older one', () => {
    const room = new TestRoom();
    const first = room.admit('twice');
    const second = room.admit('twice');
    expect(room.did('close')).toEqual([{ type: 'close', leaf: first, code: 'replaced' }]);
    expect(room.did('fact')).toEqual([{ type: 'fact', kind: 'left', leaf: first }]);
    expect(room.role(first)).toBeUndefined();
    expect(room.role(second)).toBe('listener');
    const third = room.admit('twice');
    expect(room.did('close')).toEqual([{ type: 'close', leaf: second, code: 'replaced' }]);
    expect(room.role(third)).toBe('listener');
  });

  test('R4 a full room closes who is admitted beyond', () => {
    const room = new TestRoom();
    for (let i = 1; i < limits.participants; i++) room.admit();
    const late = room.admit();
    expect(room.did('close')).toEqual([{ type: 'close', leaf: late, code: 'roomFull' }]);
    expect(room.did('fact')).toEqual([{ type: 'fact', kind: 'left', leaf: late }]);
    expect(room.snapshot.participants).toBe(limits.participants);
  });

  test('R5 who leaves takes hand, place and invitation along', () => {
    const room = new TestRoom();
    const person = room.admit();
    room.command(person, { do: 'raiseHand' });
    room.put({ type: 'left', leaf: person });
    expect(room.did('close')).toEqual([{ type: 'close', leaf: person, code: 'left' }]);
    expect(room.did('fact')).toEqual([{ type: 'fact', kind: 'left', leaf: person }]);
    expect(room.snapshot).toMatchObject({ queue: [], hands: 0, participants: 1 });
  });

  test('R6 back in time everything is as before, later the person has left', () => {
    const room = new TestRoom();
    const [quick, slow] = [room.speaker(), room.speaker()];
    const invited = room.admit();
    room.command(host, { do: 'invite', leaf: invited });
    for (const each of [quick, slow, invited]) room.put({ type: 'socketLost', leaf: each });
    room.pass(limits.awayMs - 1);
    room.put({ type: 'socketBack', leaf: quick });
    expect(room.role(quick)).toBe('speaker');
    room.put({ type: 'socketBack', leaf: invited });
    expect(room.did('tell')).toEqual([{ type: 'tell', leaf: invited, what: 'invited' }]);
    const effects = room.pass(1);
    expect(effects).toContainEqual({ type: 'close', leaf: slow, code: 'left' });
    expect(room.role(slow)).toBeUndefined();
    expect(room.role(quick)).toBe('speaker');
  });

  test('R7 only people on stage are shown as away', () => {
    const room = new TestRoom();
    const [speaker, listener] = [room.speaker(), room.admit()];
    room.put({ type: 'socketLost', leaf: listener });
    expect(room.events()).toEqual([]);
    room.put({ type: 'socketLost', leaf: speaker });
    expect(room.events()).toEqual([{ was: 'awayChanged', leaf: speaker, away: true }]);
  });

  test('R8 who is expelled may come back', () => {
    const room = new TestRoom();
    const person = room.admit('floods');
    room.put({ type: 'expelled', leaf: person, code: 'tooFast' });
    expect(room.did('close')).toEqual([{ type: 'close', leaf: person, code: 'tooFast' }]);
    expect(room.role(room.admit('floods'))).toBe('listener');
  });
});

describe('stage', () => {
  test('R21 nobody comes on stage uninvited', () => {
    const room = new TestRoom();
    const person = room.admit();
    expect(room.command(person, { do: 'acceptInvite' })).toBe('notInvited');
    expect(room.seat(person)).toEqual(hearing);
    room.command(host, { do: 'invite', leaf: person });
    expect(room.command(person, { do: 'acceptInvite' })).toBeUndefined();
    expect(room.seat(person)).toEqual(speaking);
    expect(room.did('fact')).toEqual([{ type: 'fact', kind: 'onStage', leaf: person }]);
  });

  test('R22 a full stage takes nobody more', () => {
    const room = new TestRoom();
    const early = room.admit();
    room.command(host, { do: 'invite', leaf: early });
    for (let i = 1; i < limits.onStage; i++) room.speaker();
    expect(room.snapshot.stage.length).toBe(limits.onStage);
    const late = room.admit();
    expect(room.command(host, { do: 'invite', leaf: late })).toBe('stageFull');
    expect(room.command(early, { do: 'acceptInvite' })).toBe('stageFull');
  });

  test('R23 stepping down makes a listener', () => {
    const room = new TestRoom();
    const person = room.speaker();
    expect(room.command(person, { do: 'leaveStage' })).toBeUndefined();
    expect(room.did('fact')).toEqual([{ type: 'fact', kind: 'offStage', leaf: person }]);
    expect(room.seat(person)).toEqual(hearing);
    expect(room.command(person, { do: 'leaveStage' })).toBe('notOnStage');
  });

  test('R24 a moderator moves others to the audience, not itself', () => {
    const room = new TestRoom();
    const [speaker, invited] = [room.speaker(), room.admit()];
    expect(room.command(host, { do: 'moveToAudience', leaf: host })).toBe('notAllowed');
    expect(room.command(host, { do: 'moveToAudience', leaf: invited })).toBe('notOnStage');
    room.command(host, { do: 'invite', leaf: invited });
    expect(room.command(host, { do: 'moveToAudience', leaf: invited })).toBeUndefined();
    expect(room.did('tell')).toEqual([{ type: 'tell', leaf: invited, what: 'inviteWithdrawn' }]);
    expect(room.command(invited, { do: 'acceptInvite' })).toBe('notInvited');
    expect(room.command(host, { do: 'moveToAudience', leaf: speaker })).toBeUndefined();
    expect(room.seat(speaker)).toEqual(hearing);
    expect(room.events()).toContainEqual({ was: 'stageLeft', leaf: speaker });
  });

  test('R25 somebody on stage can be made moderator and gets the stewards log', () => {
    const room = new TestRoom();
    const [speaker, listener] = [room.speaker(), room.admit()];
    expect(room.command(host, { do: 'makeModerator', leaf: listener })).toBe('notOnStage');
    expect(room.command(host, { do: 'makeModerator', leaf: speaker })).toBeUndefined();
    expect(room.effects.map((effect) => effect.type)).toEqual(['order', 'event', 'stewardMade', 'done']);
    expect(room.command(speaker, { do: 'mute', leaf: host })).toBeUndefined();
  });

  test('R26 commands of moderators are theirs alone', () => {
    const room = new TestRoom();
    const [speaker, listener] = [room.speaker(), room.admit()];
    for (const by of [speaker, listener]) {
      for (const what of [
        'invite',
        'dismissHand',
        'moveToAudience',
        'mute',
        'makeModerator',
        'remove',
      ] as const) {
        expect(room.command(by, { do: what, leaf: host })).toBe('notAllowed');
        expect(room.effects).toEqual([{ type: 'refused', why: 'notAllowed' }]);
      }
      expect(room.command(by, { do: 'freezeStage', frozen: true })).toBe('notAllowed');
      expect(room.command(by, { do: 'endRoom' })).toBe('notAllowed');
    }
    expect(room.command(host, { do: 'remove', leaf: leaf(99) })).toBe('noSuchPerson');
  });

  test('R27 a frozen stage takes down hands and invitations', () => {
    const room = new TestRoom();
    const [raised, invited] = [room.admit(), room.admit()];
    room.command(raised, { do: 'raiseHand' });
    room.command(host, { do: 'invite', leaf: invited });
    room.command(host, { do: 'freezeStage', frozen: true });
    expect(room.did('tell')).toEqual([{ type: 'tell', leaf: invited, what: 'inviteWithdrawn' }]);
    expect(room.snapshot).toMatchObject({ frozen: true, hands: 0 });
    expect(room.command(raised, { do: 'raiseHand' })).toBe('stageFrozen');
    expect(room.command(host, { do: 'invite', leaf: raised })).toBe('stageFrozen');
    expect(room.command(invited, { do: 'acceptInvite' })).toBe('notInvited');
    room.command(host, { do: 'freezeStage', frozen: false });
    expect(room.command(raised, { do: 'raiseHand' })).toBeUndefined();
  });
});

describe('seats and mute', () => {
  test('R31 muting oneself keeps the seat', () => {
    const room = new TestRoom();
    const person = room.speaker();
    room.command(person, { do: 'muteSelf', muted: true });
    expect(room.did('seat')).toEqual([]);
    expect(room.events()).toEqual([{ was: 'muteChanged', leaf: person, muted: true, by: 'self' }]);
    expect(room.did('fact')).toEqual([{ type: 'fact', kind: 'selfMuted', leaf: person }]);
    expect(room.command(room.admit(), { do: 'muteSelf', muted: true })).toBe('notOnStage');
  });

  test('R32 a moderator mutes at the relay, the person unmutes itself', () => {
    const room = new TestRoom();
    const person = room.speaker();
    room.command(host, { do: 'mute', leaf: person });
    expect(room.seat(person)).toEqual({ ...speaking, publish: false });
    room.command(person, { do: 'muteSelf', muted: true });
    expect(room.seat(person)).toEqual({ ...speaking, publish: false });
    room.command(person, { do: 'muteSelf', muted: false });
    expect(room.seat(person)).toEqual(speaking);
  });

  test('R32 a moderator also mutes at the relay who had muted itself', () => {
    const room = new TestRoom();
    const person = room.speaker();
    room.command(person, { do: 'muteSelf', muted: true });
    room.command(host, { do: 'mute', leaf: person });
    expect(room.seat(person)).toEqual({ ...speaking, publish: false });
  });

  test('R33 coming back on stage one is unmuted', () => {
    const room = new TestRoom();
    const person = room.speaker();
    room.command(host, { do: 'mute', leaf: person });
    room.command(host, { do: 'moveToAudience', leaf: person });
    room.command(person, { do: 'raiseHand' });
    room.command(host, { do: 'invite', leaf: person });
    expect(room.seat(person)).toEqual(speaking);
    expect(room.snapshot.stage[1]).toMatchObject({ muted: false });
  });
});

describe('hands', () => {
  test('R40 hands queue in the order of raising', () => {
    const room = new TestRoom();
    const [a, b, c] = [room.admit(), room.admit(), room.admit()];
    for (const each of [b, a, c, b]) expect(room.command(each, { do: 'raiseHand' })).toBeUndefined();
    expect(room.snapshot.queue).toEqual([b, a, c]);
    room.command(b, { do: 'lowerHand' });
    room.command(b, { do: 'raiseHand' });
    expect(room.snapshot.queue).toEqual([a, c, b]);
    expect(room.command(host, { do: 'raiseHand' })).toBe('alreadyOnStage');
  });

  test('R21 an invitation that waited for more than 8 minutes is over, and can be made again', () => {
    const room = new TestRoom();
    const person = room.admit();
    room.command(host, { do: 'invite', leaf: person });
    room.now += 300_000;
    room.command(host, { do: 'invite', leaf: person });
    expect(room.did('tell')).toEqual([]);
    room.now += 480_001;
    expect(room.command(person, { do: 'acceptInvite' })).toBe('notInvited');
    expect(room.did('tell')).toEqual([{ type: 'tell', leaf: person, what: 'inviteWithdrawn' }]);
    room.command(host, { do: 'invite', leaf: person });
    expect(room.did('tell')).toEqual([{ type: 'tell', leaf: person, what: 'invited' }]);
    room.now += 480_000;
    expect(room.command(person, { do: 'acceptInvite' })).toBeUndefined();
    expect(room.role(person)).toBe('speaker');
  });

  test('R41 a raised hand is a yes, nobody else is put on stage unasked', () => {
    const room = new TestRoom();
    const [keen, shy] = [room.admit(), room.admit()];
    room.command(keen, { do: 'raiseHand' });
    room.command(host, { do: 'invite', leaf: keen });
    expect(room.role(keen)).toBe('speaker');
    expect(room.snapshot.queue).toEqual([]);
    expect(room.effects.map((effect) => effect.type).slice(0, 4)).toEqual(['order', 'seat', 'event', 'fact']);
    room.command(host, { do: 'invite', leaf: shy });
    expect(room.role(shy)).toBe('listener');
    expect(room.did('tell')).toEqual([{ type: 'tell', leaf: shy, what: 'invited' }]);
  });

  test('R42 a declined invitation is over', () => {
    const room = new TestRoom();
    const person = room.admit();
    room.command(host, { do: 'invite', leaf: person });
    expect(room.command(person, { do: 'declineInvite' })).toBeUndefined();
    expect(room.command(person, { do: 'declineInvite' })).toBe('notInvited');
    expect(room.command(person, { do: 'acceptInvite' })).toBe('notInvited');
  });

  test('R43 a dismissed hand can be raised again', () => {
    const room = new TestRoom();
    const person = room.admit();
    room.command(person, { do: 'raiseHand' });
    expect(room.command(host, { do: 'dismissHand', leaf: person })).toBeUndefined();
    expect(room.snapshot.queue).toEqual([]);
    expect(room.command(person, { do: 'raiseHand' })).toBeUndefined();
  });

  test('R44 the app decides who may raise a hand; hands of others go down', () => {
    const room = new TestRoom();
    const [one, two] = [room.admit('one'), room.admit('two')];
    for (const each of [one, two]) room.command(each, { do: 'raiseHand' });
    room.put({ type: 'mayRaise', subject: subject('two'), may: true });
    expect(room.snapshot.queue).toEqual([one, two]);
    room.put({ type: 'handsRule', rule: 'some' });
    expect(room.snapshot.queue).toEqual([two]);
    expect(room.command(one, { do: 'raiseHand' })).toBe('notAllowed');
    room.put({ type: 'mayRaise', subject: subject('late'), may: true });
    expect(room.command(room.admit('late'), { do: 'raiseHand' })).toBeUndefined();
    room.put({ type: 'mayRaise', subject: subject('two'), may: false });
    expect(room.snapshot.hands).toBe(1);
    room.put({ type: 'handsRule', rule: 'off' });
    expect(room.snapshot.hands).toBe(0);
    // A moderator invites whom it likes.
    room.command(host, { do: 'invite', leaf: one });
    expect(room.command(one, { do: 'acceptInvite' })).toBeUndefined();
  });

  test('R44 no order of decisions leaves a hand up that may not be', () => {
    const names = ['a', 'b', 'c', 'd'];
    const move = fc.oneof(
      fc.record({ rule: fc.constantFrom('all' as const, 'some' as const, 'off' as const) }),
      fc.record({ who: fc.nat({ max: 3 }), may: fc.boolean() }),
      fc.record({ raises: fc.nat({ max: 3 }) }),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const room = new TestRoom();
        const leaves = names.map((name) => room.admit(name));
        let rule = 'all';
        const may = new Set<number>();
        for (const each of moves) {
          if ('rule' in each) {
            rule = each.rule;
            room.put({ type: 'handsRule', rule: each.rule });
          } else if ('who' in each) {
            if (each.may) may.add(each.who);
            else may.delete(each.who);
            room.put({ type: 'mayRaise', subject: subject(names[each.who]!), may: each.may });
          } else {
            const is = rule === 'all' || (rule === 'some' && may.has(each.raises));
            expect(room.command(leaves[each.raises]!, { do: 'raiseHand' })).toBe(
              is ? undefined : 'notAllowed',
            );
          }
          for (const up of room.snapshot.queue) {
            const who = leaves.indexOf(up);
            expect(rule === 'all' || (rule === 'some' && may.has(who))).toBe(true);
          }
        }
      }),
    );
  });
});

describe('removal and end', () => {
  test('R63 what a moderator orders is a fact too, for stewards that cannot check the order any more', () => {
    const room = new TestRoom();
    const [muted, down, out] = [room.speaker(), room.speaker(), room.speaker()];
    const told = () =>
      room.effects.flatMap((one) =>
        one.type === 'fact' ? [one.kind] : one.type === 'order' ? ['order'] : [],
      );
    room.command(host, { do: 'mute', leaf: muted });
    expect(told()).toEqual(['order', 'selfMuted']);
    room.command(host, { do: 'moveToAudience', leaf: down });
    expect(told()).toEqual(['order', 'offStage']);
    room.command(host, { do: 'remove', leaf: out });
    expect(told()).toEqual(['order', 'left']);
  });

  test('R52 a removed person stays out on any leaf', () => {
    const room = new TestRoom();
    const person = room.admit('barred');
    room.command(person, { do: 'raiseHand' });
    room.command(host, { do: 'invite', leaf: person });
    room.command(host, { do: 'remove', leaf: person });
    expect(room.effects[0]).toEqual({ type: 'close', leaf: person, code: 'removed' });
    expect(room.did('order').length).toBe(1);
    expect(room.did('fact')).toEqual([{ type: 'fact', kind: 'left', leaf: person }]);
    const again = room.admit('barred');
    expect(room.did('close')).toEqual([{ type: 'close', leaf: again, code: 'removed' }]);
    expect(room.did('seat')).toEqual([]);
    expect(room.role(again)).toBeUndefined();
  });

  test('R56 whom the app shuts out is gone and stays out, and the stewards hear of it', () => {
    const room = new TestRoom();
    const person = room.admit('unwanted');
    room.put({ type: 'shutOut', subject: subject('unwanted') });
    expect(room.effects[0]).toEqual({ type: 'close', leaf: person, code: 'removed' });
    expect(room.did('fact')).toEqual([{ type: 'fact', kind: 'left', leaf: person }]);
    const again = room.admit('unwanted');
    expect(room.did('close')).toEqual([{ type: 'close', leaf: again, code: 'removed' }]);
    room.put({ type: 'shutOut', subject: subject('elsewhere') });
    expect(room.effects).toEqual([]);
    const late = room.admit('elsewhere');
    expect(room.role(late)).toBeUndefined();
  });

  test('R53 nobody removes itself', () => {
    expect(new TestRoom().command(host, { do: 'remove', leaf: host })).toBe('notAllowed');
  });

  test('R54 an ended room does nothing more', () => {
    const room = new TestRoom();
    const person = room.admit();
    room.command(host, { do: 'endRoom' });
    expect(room.did('close').map(({ leaf, code }) => [leaf, code])).toEqual([
      [host, 'roomEnded'],
      [person, 'roomEnded'],
    ]);
    expect(room.did('ended').length).toBe(1);
    expect(room.wakeAt).toBeUndefined();
    expect(room.put({ type: 'admitted', leaf: leaf(9), subject: subject('late') })).toEqual([]);
  });

  test('R55 a room that everybody left ends', () => {
    const room = new TestRoom();
    room.put({ type: 'left', leaf: host });
    expect(room.did('ended').length).toBe(1);
  });
});

describe('telling', () => {
  test('R60 500 hands in a second are at most ten queues', () => {
    const room = new TestRoom();
    const people = Array.from({ length: 500 }, () => room.admit());
    room.pass(1_000);
    const from = room.history.length;
    for (const person of people) {
      room.command(person, { do: 'raiseHand' });
      room.pass(2);
    }
    room.pass(100);
    const told = room.history.slice(from).filter((e) => e.type === 'event' && e.event.was === 'handsChanged');
    expect(told.length).toBeGreaterThan(5);
    expect(told.length).toBeLessThanOrEqual(12);
    const last = told.at(-1);
    expect(last).toMatchObject({ event: { total: 500, queue: people.slice(0, limits.handsShown) } });
  });

  test('R61 counts are told once a second', () => {
    const room = new TestRoom();
    room.pass(5_000);
    const from = room.history.length;
    for (let i = 0; i < 100; i++) {
      room.admit();
      room.pass(20);
    }
    room.pass(1_000);
    const told = room.history
      .slice(from)
      .filter((e) => e.type === 'event' && e.event.was === 'countsChanged');
    expect(told.length).toBeLessThanOrEqual(4);
    expect(told.at(-1)).toMatchObject({ event: { participants: 101 } });
  });

  test('R61 consumers are transports that can hear', () => {
    const room = new TestRoom();
    const person = room.admit();
    for (const on of [true, true]) room.put({ type: 'consuming', leaf: person, on });
    expect(room.snapshot.consumers).toBe(1);
    room.put({ type: 'left', leaf: person });
    expect(room.snapshot.consumers).toBe(0);
  });
});

describe('acting steward', () => {
  test('R70 the lowest online moderator acts', () => {
    const room = new TestRoom();
    const second = room.moderator();
    expect(room.did('acting')).toEqual([]);
    room.put({ type: 'socketLost', leaf: host });
    expect(room.did('acting')).toEqual([{ type: 'acting', leaf: second }]);
    room.put({ type: 'socketBack', leaf: host });
    expect(room.did('acting')).toEqual([{ type: 'acting', leaf: host }]);
  });

  test('R70 a new moderator acts once a head has shown it as one, not before', () => {
    const room = new TestRoom();
    const [first, second] = [room.speaker(), room.speaker()];
    room.command(host, { do: 'makeModerator', leaf: second });
    room.headBy(host, room.now);
    room.put({ type: 'left', leaf: host });
    expect(room.did('acting')).toEqual([{ type: 'acting', leaf: second }]);
    room.pass(1_000);
    const before = room.now - 5;
    room.command(second, { do: 'makeModerator', leaf: first });
    expect(room.did('acting')).toEqual([]);
    // A head that was under way does not show it, and the order goes on waiting for one that does.
    room.headBy(second, before);
    expect(room.did('acting')).toEqual([]);
    expect(room.state.headWantedSince).toBe(room.now);
    room.headBy(second, room.now);
    expect(room.did('acting')).toEqual([{ type: 'acting', leaf: first }]);
    expect(room.state.headWantedSince).toBeUndefined();
  });

  test('R71 a silent steward is passed over when there is work', () => {
    const room = new TestRoom();
    const second = room.moderator();
    room.headBy(host);
    room.put({ type: 'stewardAsked' });
    expect(room.pass(limits.stewardSilenceMs - 1)).not.toContainEqual({ type: 'acting', leaf: second });
    expect(room.pass(1)).toContainEqual({ type: 'acting', leaf: second });
  });

  test('R71 an answered request leaves it in place, a missed heartbeat does not', () => {
    const room = new TestRoom();
    const second = room.moderator();
    room.headBy(host);
    room.put({ type: 'stewardAsked' });
    room.pass(1_000);
    room.put({ type: 'stewardSpoke', leaf: host, head: false, open: false });
    expect(room.pass(5_000).filter((effect) => effect.type === 'acting')).toEqual([]);
    expect(room.pass(limits.heartbeatMs)).toContainEqual({ type: 'acting', leaf: second });
  });

  test('R71 a single steward is not replaced by nobody', () => {
    const room = new TestRoom();
    room.put({ type: 'stewardAsked' });
    expect(room.pass(60_000).filter((effect) => effect.type === 'acting')).toEqual([]);
    expect(room.wakeAt).toBeUndefined();
  });

  test('R72 the one passed over acts again after it spoke', () => {
    const room = new TestRoom();
    const second = room.moderator();
    room.headBy(host);
    room.put({ type: 'stewardAsked' });
    room.pass(limits.stewardSilenceMs);
    expect(room.state.acting).toBe(second);
    room.headBy(host);
    expect(room.state.acting).toBe(host);
  });
});

describe('succession', () => {
  test('R81 the longest-standing speaker follows the last moderator', () => {
    const room = new TestRoom();
    const [first, second] = [room.speaker(), room.speaker()];
    room.pass(1_000);
    room.headBy(host);
    room.put({ type: 'left', leaf: host });
    expect(room.role(first)).toBe('moderator');
    expect(room.role(second)).toBe('speaker');
    expect(room.events()).toContainEqual({ was: 'moderatorNamed', leaf: first });
    expect(room.effects.map((e) => e.type)).toEqual(
      expect.arrayContaining(['stewardMade', 'tell', 'acting'] as string[]),
    );
    expect(room.did('tell')).toEqual([{ type: 'tell', leaf: first, what: 'startGeneration' }]);
  });

  test('R81 also when the last moderator only steps down, or is away too long', () => {
    const room = new TestRoom();
    const speaker = room.speaker();
    room.command(host, { do: 'leaveStage' });
    expect(room.role(speaker)).toBe('moderator');
    expect(room.role(host)).toBe('listener');
    const other = new TestRoom();
    const waiting = other.speaker();
    other.put({ type: 'socketLost', leaf: host });
    other.pass(limits.awayMs - 1);
    expect(other.role(waiting)).toBe('speaker');
    other.pass(1);
    expect(other.role(waiting)).toBe('moderator');
  });

  test('R82 the first speaker back is named, and told again on its next socket', () => {
    const room = new TestRoom();
    const [first, second] = [room.speaker(), room.speaker()];
    room.put({ type: 'socketLost', leaf: first });
    room.put({ type: 'socketLost', leaf: second });
    room.put({ type: 'left', leaf: host });
    expect(room.did('acting')).toEqual([]);
    room.put({ type: 'socketBack', leaf: second });
    expect(room.role(second)).toBe('moderator');
    room.put({ type: 'socketLost', leaf: second });
    room.put({ type: 'socketBack', leaf: second });
    expect(room.did('tell')).toEqual([{ type: 'tell', leaf: second, what: 'startGeneration' }]);
    room.put({ type: 'generationStarted', leaf: second });
    room.put({ type: 'socketLost', leaf: second });
    room.put({ type: 'socketBack', leaf: second });
    expect(room.did('tell')).toEqual([]);
  });

  test('R84 a named moderator whose keys do not come makes room for the next one', () => {
    const room = new TestRoom();
    const [first, second] = [room.speaker(), room.speaker()];
    room.pass(1_000);
    room.headBy(host);
    room.put({ type: 'left', leaf: host });
    expect(room.role(first)).toBe('moderator');
    room.pass(9_999);
    expect(room.role(first)).toBe('moderator');
    const did = room.pass(1);
    expect(room.role(first)).toBe('listener');
    expect(did).toContainEqual({ type: 'fact', kind: 'offStage', leaf: first });
    expect(room.role(second)).toBe('moderator');
    expect(did).toContainEqual({ type: 'tell', leaf: second, what: 'startGeneration' });
    // Another one's keys are not its own.
    room.put({ type: 'generationStarted', leaf: first });
    expect(room.state.starting).toBe(second);
    room.put({ type: 'generationStarted', leaf: second });
    room.pass(60_000);
    expect(room.role(second)).toBe('moderator');
  });

  test('R85 what the moderators who are gone did not sign any more is taken back', () => {
    const room = new TestRoom();
    const asked = room.admit();
    room.command(host, { do: 'invite', leaf: asked });
    const unsigned = room.speaker();
    room.pass(1_000);
    const signed = room.speaker();
    room.command(unsigned, { do: 'leaveStage' });
    room.command(unsigned, { do: 'raiseHand' });
    room.pass(1_000);
    room.headBy(host);
    room.command(host, { do: 'invite', leaf: unsigned });
    room.put({ type: 'left', leaf: host });
    expect(room.role(signed)).toBe('moderator');
    expect(room.role(unsigned)).toBe('listener');
    expect(room.did('tell')).toContainEqual({ type: 'tell', leaf: asked, what: 'inviteWithdrawn' });
    expect(room.did('fact')).toContainEqual({ type: 'fact', kind: 'offStage', leaf: unsigned });
  });

  test('R86 a moderator whom no head has shown as one is named when the last steward goes', () => {
    const room = new TestRoom();
    const [first, second] = [room.speaker(), room.speaker()];
    room.pass(1_000);
    room.headBy(host);
    room.command(host, { do: 'makeModerator', leaf: second });
    room.put({ type: 'left', leaf: host });
    expect(room.did('tell')).toEqual([{ type: 'tell', leaf: second, what: 'startGeneration' }]);
    expect(room.role(first)).toBe('speaker');
    room.put({ type: 'generationStarted', leaf: second });
    room.put({ type: 'tick' });
    expect(room.did('tell')).toEqual([]);
    room.command(second, { do: 'makeModerator', leaf: first });
    room.pass(1_000);
    room.headBy(second);
    room.put({ type: 'left', leaf: second });
    expect(room.did('tell')).toEqual([]);
    expect(room.role(first)).toBe('moderator');
  });

  test('R86 a head by which a steward could not know of a promotion does not show it', () => {
    const room = new TestRoom();
    const second = room.speaker();
    room.pass(1_000);
    room.headBy(host);
    room.pass(1_000);
    const before = room.now - 5;
    room.command(host, { do: 'makeModerator', leaf: second });
    room.pass(3_000);
    room.headBy(host, before);
    room.put({ type: 'left', leaf: host });
    expect(room.did('tell')).toEqual([{ type: 'tell', leaf: second, what: 'startGeneration' }]);
  });

  test('R83 with nobody on stage the room ends after a grace that listeners are told of', () => {
    const room = new TestRoom();
    const listener = room.admit();
    room.put({ type: 'left', leaf: host });
    expect(room.events()).toContainEqual({ was: 'roomEnding', inMs: limits.endGraceMs });
    room.pass(limits.endGraceMs - 1);
    // So is whoever comes meanwhile.
    expect(room.snapshot.endsInMs).toBe(1);
    expect(room.role(listener)).toBe('listener');
    expect(room.pass(1)).toContainEqual({ type: 'close', leaf: listener, code: 'roomEnded' });
    expect(room.state.ended).toBe(true);
  });

  test('R83 what is left of the grace is told in whole milliseconds, whatever the clock counts in', () => {
    const room = new TestRoom();
    room.admit();
    room.put({ type: 'left', leaf: host });
    room.now += 1_000.75;
    expect(room.snapshot.endsInMs).toBe(limits.endGraceMs - 1_000);
  });

  test('R83 an invitation taken up in the grace keeps the room', () => {
    const room = new TestRoom();
    const invited = room.admit();
    room.command(host, { do: 'invite', leaf: invited });
    room.put({ type: 'left', leaf: host });
    room.pass(1_000);
    expect(room.command(invited, { do: 'acceptInvite' })).toBeUndefined();
    expect(room.role(invited)).toBe('moderator');
    expect(room.snapshot.endsInMs).toBeUndefined();
    room.put({ type: 'generationStarted', leaf: invited });
    room.pass(2 * limits.endGraceMs);
    expect(room.state.ended).toBe(false);
    expect(room.wakeAt).toBeUndefined();
  });
});
