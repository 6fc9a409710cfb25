import { describe, expect, test } from 'vitest';
import { host, TestRoom } from './test-room.ts';

/** The refusal; undefined when it was passed on. */
const say = (room: TestRoom, by: Parameters<TestRoom['role']>[0]) => {
  room.put({ type: 'say', leaf: by });
  const [refused] = room.did('refused');
  expect(room.did('said')).toEqual(refused ? [] : [{ type: 'said', leaf: by }]);
  expect(room.did('done')).toHaveLength(refused ? 0 : 1);
  return refused?.why;
};
const reacts = (room: TestRoom, by: Parameters<TestRoom['role']>[0]) =>
  room.put({ type: 'react', leaf: by }).some((effect) => effect.type === 'reacted');

describe('who may write', () => {
  test('R90 at first everybody in the room, and nobody who is not', () => {
    const room = new TestRoom();
    const [speaker, listener] = [room.speaker(), room.admit()];
    for (const person of [host, speaker, listener]) expect(say(room, person)).toBeUndefined();
    room.put({ type: 'left', leaf: listener });
    expect(room.put({ type: 'say', leaf: listener })).toEqual([]);
  });

  test('R91 moderators choose everybody, the stage or nobody, and write in any case', () => {
    const room = new TestRoom();
    const [speaker, listener] = [room.speaker(), room.admit()];
    expect(room.command(speaker, { do: 'setChat', who: 'nobody' })).toBe('notAllowed');
    room.command(host, { do: 'setChat', who: 'stage' });
    expect(room.events()).toEqual([{ was: 'chatChanged', who: 'stage' }]);
    expect(room.snapshot.chat).toBe('stage');
    expect([host, speaker, listener].map((who) => say(room, who))).toEqual([
      undefined,
      undefined,
      'notAllowed',
    ]);
    room.command(host, { do: 'setChat', who: 'nobody' });
    expect([host, speaker].map((who) => say(room, who))).toEqual([undefined, 'notAllowed']);
    room.command(host, { do: 'setChat', who: 'nobody' });
    expect(room.events()).toEqual([]);
  });

  test('R92 reactions are open to everybody, whoever may write', () => {
    const room = new TestRoom();
    const listener = room.admit();
    room.command(host, { do: 'setChat', who: 'nobody' });
    expect(reacts(room, listener)).toBe(true);
  });

  test('R93 whom a moderator silenced writes and reacts no more, until a moderator lets them', () => {
    const room = new TestRoom();
    const [loud, other] = [room.speaker(), room.admit()];
    expect(room.command(other, { do: 'silence', leaf: loud, silenced: true })).toBe('notAllowed');
    room.command(host, { do: 'silence', leaf: loud, silenced: true });
    expect(room.did('silenced')).toEqual([{ type: 'silenced', leaf: loud, silenced: true }]);
    expect(room.did('silences')).toHaveLength(1);
    expect(say(room, loud)).toBe('notAllowed');
    expect(reacts(room, loud)).toBe(false);
    expect(say(room, other)).toBeUndefined();
    room.command(host, { do: 'silence', leaf: loud, silenced: true });
    expect(room.did('silenced')).toEqual([]);
    room.command(host, { do: 'silence', leaf: loud, silenced: false });
    expect(say(room, loud)).toBeUndefined();
  });

  test('R94 it stays with the person that comes back as somebody else', () => {
    const room = new TestRoom();
    const first = room.admit('loud');
    room.command(host, { do: 'silence', leaf: first, silenced: true });
    room.put({ type: 'left', leaf: first });
    expect(room.did('silences')).toHaveLength(1);
    const second = room.admit('loud');
    expect(room.did('silences')).toHaveLength(1);
    expect(say(room, second)).toBe('notAllowed');
  });

  test('R95 no moderator is silenced, and whoever becomes one is so no longer', () => {
    const room = new TestRoom();
    const [moderator, speaker] = [room.moderator(), room.speaker()];
    expect(room.command(host, { do: 'silence', leaf: moderator, silenced: true })).toBe('notAllowed');
    room.command(host, { do: 'silence', leaf: speaker, silenced: true });
    room.command(host, { do: 'makeModerator', leaf: speaker });
    expect(room.did('silenced')).toEqual([{ type: 'silenced', leaf: speaker, silenced: false }]);
    expect(say(room, speaker)).toBeUndefined();
  });
});
