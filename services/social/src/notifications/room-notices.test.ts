import { roomHandle } from '@stoa/protocol';
import { accountId } from '@stoa/protocol/social';
import { expect, test } from 'vitest';
import { randomly } from '../../test/town.ts';
import { RoomNotices } from './room-notices.ts';

const [ada, grace, alan] = ['A', 'B', 'C'].map((letter) => accountId(letter.repeat(22))) as [
  ReturnType<typeof accountId>,
  ReturnType<typeof accountId>,
  ReturnType<typeof accountId>,
];
const [tea, chess] = [roomHandle('T'.repeat(22)), roomHandle('S'.repeat(22))];
const onStage = (room = tea) => ({ kind: 'onStage', from: alan, room }) as const;

test('what is told to many is theirs apart: read, removed and forgotten by each alone', () => {
  const notices = new RoomNotices(randomly);
  for (const who of [ada, grace]) expect(notices.add(who, onStage(), 1_000)).toBe(true);
  expect(notices.add(ada, onStage(), 2_000)).toBe(false);
  notices.markRead(ada);
  notices.add(ada, onStage(chess), 3_000);
  expect(notices.of(ada).map(({ at, read }) => [at, read])).toEqual([
    [3_000, false],
    [1_000, true],
  ]);
  expect(notices.of(grace)).toMatchObject([{ at: 1_000, read: false, notice: onStage() }]);
  expect(notices.remove(ada, notices.of(ada)[0]!.id)).toBe(true);
  expect(notices.of(ada)).toMatchObject([{ at: 1_000, read: true }]);
  notices.forget(ada);
  expect(notices.roomEnded(tea)).toEqual([grace]);
  expect([notices.of(ada), notices.of(grace)]).toEqual([[], []]);
});

test('a list that was empty for a while loses nothing when an earlier room ends', () => {
  const notices = new RoomNotices(randomly);
  notices.add(ada, onStage(), 1_000);
  notices.part(ada, alan);
  expect(notices.of(ada)).toEqual([]);
  notices.add(ada, { kind: 'pinged', from: grace, room: chess }, 2_000);
  expect(notices.roomEnded(tea)).toEqual([]);
  expect(notices.of(ada)).toHaveLength(1);
  expect(notices.roomEnded(chess)).toEqual([ada]);
});

test('what a thousand people are told is kept once', () => {
  const notices = new RoomNotices(randomly);
  const ids = new Set<unknown>();
  for (let i = 0; i < 1_000; i += 1) {
    const who = accountId(String(i).padStart(22, 'A'));
    notices.add(who, onStage(), 1_000);
    ids.add(notices.of(who)[0]!.id);
  }
  expect(ids.size).toBe(1);
});
