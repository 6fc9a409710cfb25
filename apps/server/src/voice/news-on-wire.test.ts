import { roomHandle, subject } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { fromWire, toWire } from './news-on-wire.ts';

const room = 'A'.repeat(22);
const who = 'B'.repeat(22);

test('news come back as they were', () => {
  const news = {
    ...{ kind: 'act' as const, room: roomHandle(room), act: 'removed' as const },
    ...{ by: subject(who), of: undefined },
  };
  expect(toWire(fromWire(toWire(news))!)).toEqual(toWire(news));
});

test('U2 a kind, role or act of another version is nothing, and never something else', () => {
  expect(fromWire({ kind: 'painted', room, act: 'removed', by: who })).toBeUndefined();
  expect(fromWire({ kind: 'seat', room, subject: who, role: 'conductor' })).toBeUndefined();
  expect(fromWire({ kind: 'seat', room, subject: who, role: 'toString' })).toBeUndefined();
  expect(fromWire({ kind: 'act', room, act: 'painted', by: who })).toBeUndefined();
});

test('U1 of news with more in them what is known is read', () => {
  const more = { kind: 'seat', room, subject: who, role: 'speaker', colour: 'green' };
  expect(fromWire(more)).toMatchObject({ kind: 'seat', role: 'speaker' });
});
