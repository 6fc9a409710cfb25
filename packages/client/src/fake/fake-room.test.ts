import { leaf } from '@stoa/protocol';
import { expect, test } from 'vitest';
import type { RoomSignal } from '../room-view.ts';
import { createFakeRoom } from './fake-room.ts';

test('people come, raise hands, come on stage, speak and leave; every step is in the view and signalled once', () => {
  const room = createFakeRoom({
    me: { name: 'Ada', role: 'moderator' },
    people: [{ name: 'Bo', role: 'speaker' }],
  });
  const signals: RoomSignal[] = [];
  let changes = 0;
  room.onSignal((signal) => signals.push(signal));
  const stop = room.subscribe(() => changes++);
  const first = room.view;

  const cy = room.driver.joins('Cy');
  room.driver.raisesHand(cy);
  expect(room.view.hands).toEqual({ people: [{ leaf: cy, name: 'Cy', role: 'listener' }], total: 1 });
  room.driver.comesOnStage(cy);
  room.driver.speaks(cy, 3);
  room.driver.verifies(cy, 'verified');
  expect(room.view.stage.map((p) => [p.name, p.speaking, p.verified])).toEqual([
    ['Ada', false, 'verified'],
    ['Bo', false, 'pending'],
    ['Cy', true, 'verified'],
  ]);
  room.driver.mutes(cy, true);
  expect(room.view.stage[2]).toMatchObject({ muted: true, speaking: false, level: 0 });
  room.driver.leaves(cy);
  stop();
  room.driver.joins('Di');

  expect(changes).toBe(7);
  expect(first.hands.total).toBe(0);
  expect(signals).toEqual([
    { type: 'handRaised', name: 'Cy' },
    { type: 'personJoinedStage', name: 'Cy' },
    { type: 'personLeftStage', name: 'Cy' },
  ]);
});

test('a listener who is invited but has no microphone stays in the audience and keeps listening', async () => {
  const room = createFakeRoom();
  const states: string[] = [];
  room.subscribe(() => states.push(room.view.microphone));
  room.driver.inviteMe();
  room.driver.microphoneWillBe('denied');
  expect(await room.acceptInvite()).toEqual({ ok: false, why: 'microphoneDenied' });
  expect(room.view.me).toMatchObject({ role: 'listener', invited: true });
  expect(room.view.phase).toEqual({ is: 'live', media: 'connected' });
  expect(states).toEqual(['off', 'asking', 'denied']);

  room.driver.microphoneWillBe('granted');
  expect(await room.acceptInvite()).toEqual({ ok: true });
  expect(room.view.me).toMatchObject({ role: 'speaker', invited: false });
  expect(room.view.microphone).toBe('on');
});

test('commands are refused as the server would, and fail as offline while the room is not live', async () => {
  const room = createFakeRoom();
  const bo = room.driver.joins('Bo');
  expect(await room.remove(bo)).toEqual({ ok: false, why: 'notAllowed' });
  room.driver.refuseNext('tooFast');
  expect(await room.raiseHand()).toEqual({ ok: false, why: 'tooFast' });
  expect(await room.raiseHand()).toEqual({ ok: true });
  expect(room.view.me?.handPosition).toBe(1);
  room.driver.reconnecting(2, 5_000);
  expect(await room.lowerHand()).toEqual({ ok: false, why: 'offline' });
  expect(room.view.phase).toEqual({ is: 'reconnecting', attempt: 2, nextTryAt: 5_000 });
  expect(room.driver.commands.map((command) => command.do)).toEqual([
    'remove',
    'raiseHand',
    'raiseHand',
    'lowerHand',
  ]);
});

test('leaving closes once, whatever was the reason before', () => {
  const room = createFakeRoom();
  room.driver.close('roomFull', 3_000);
  expect(room.view.phase).toEqual({ is: 'closed', why: 'roomFull', retryInMs: 3_000 });
  room.leave();
  expect(room.view.phase).toEqual({ is: 'closed', why: 'roomFull', retryInMs: 3_000 });
});

test('the audience is looked up page by page', async () => {
  const room = createFakeRoom();
  for (let i = 0; i < 60; i++) room.driver.joins(`Listener ${i}`, 'listener', false);
  expect(room.view.audience).toMatchObject({ people: [{ name: 'Me Myself' }], total: 61 });
  await room.showMoreAudience();
  expect(room.view.audience.people).toHaveLength(51);
  await room.showMoreAudience();
  expect(room.view.audience.people).toHaveLength(61);
  expect(room.view.canHear).toBe(61);
});

test('blocked sound waits for a tap', async () => {
  const room = createFakeRoom({ sound: 'blocked' });
  expect(room.view.sound).toBe('blocked');
  await room.listen();
  expect(room.view.sound).toBe('playing');
});

test('people chat and react, moderators pin, hide, silence and set who may write', async () => {
  let now = 1_000;
  const room = createFakeRoom({
    now: () => now,
    me: { name: 'Ada', role: 'moderator' },
    people: [{ name: 'Bo', role: 'speaker' }, { name: 'Cy' }],
  });
  const [bo, cy] = [leaf(0), leaf(1)];
  const { driver } = room;
  const greeting = driver.says(bo, 'Hello all');
  now = 2_000;
  expect(await room.say('  Hi Bo ')).toEqual({ ok: true });
  expect(await room.say('x'.repeat(400))).toEqual({ ok: false, why: 'malformed' });
  driver.reacts('👏');
  expect(room.view.chat.lines).toMatchObject([
    { name: 'Bo', text: 'Hello all', at: 1_000, isMe: false },
    { name: 'Ada', text: 'Hi Bo', at: 2_000, isMe: true },
  ]);
  expect(room.view.chat.reactions).toMatchObject([{ sign: '👏', at: 2_000 }]);

  expect(await room.hide({ leaf: bo, counter: greeting })).toEqual({ ok: true });
  expect(room.view.chat.lines[0]).toMatchObject({ text: '', hidden: { byName: 'Ada' } });
  expect(await room.pin('https://example.org/a', 'Slides')).toEqual({ ok: true });
  expect(room.view.chat.pin).toEqual({ url: 'https://example.org/a', title: 'Slides', byName: 'Ada' });
  expect(await room.silence(cy, true)).toEqual({ ok: true });
  expect(room.view.chat.silenced).toEqual([cy]);
  expect(await room.setChat('stage')).toEqual({ ok: true });
  expect(room.view.chat).toMatchObject({ who: 'stage', mayWrite: true });
  driver.leaves(bo);
  expect(room.view.chat.lines[0]).toMatchObject({ name: 'Bo' });
});

test('a listener writes while the room lets it, and is told when it is silenced', async () => {
  const room = createFakeRoom({ people: [{ name: 'Bo', role: 'moderator' }] });
  const signals: RoomSignal[] = [];
  room.onSignal((signal) => signals.push(signal));
  const me = room.view.me!.leaf;
  expect(room.view.chat).toMatchObject({ mayWrite: true, mayReact: true });
  expect(await room.pin('https://example.org/a', 'Slides')).toEqual({ ok: false, why: 'notAllowed' });
  room.driver.chatIsFor('stage');
  expect(room.view.chat).toMatchObject({ mayWrite: false, mayReact: true });
  expect(await room.say('hello')).toEqual({ ok: false, why: 'notAllowed' });
  room.driver.silences(me, true);
  expect(room.view.chat).toMatchObject({ mayReact: false, silenced: [] });
  expect(signals).toEqual([{ type: 'silenced', silenced: true }]);
});

test('whoever comes on stage by a raised hand is on probation until a moderator keeps them', async () => {
  const room = createFakeRoom({ now: () => 5_000, me: { role: 'moderator' }, people: [{ name: 'Bo' }] });
  const bo = leaf(0);
  expect(await room.setProbation(60)).toEqual({ ok: true });
  room.driver.raisesHand(bo);
  await room.invite(bo);
  expect(room.view.probation).toEqual({ seconds: 60 });
  expect(room.view.stage[1]).toMatchObject({ name: 'Bo', probationEndsAt: 65_000 });
  expect(await room.keepOnStage(bo)).toEqual({ ok: true });
  expect(room.view.stage[1]).not.toHaveProperty('probationEndsAt');
});
