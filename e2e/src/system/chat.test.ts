import type { RoomSignal } from '@stoa/client';
import { createNodeParticipant, type NodeParticipant } from '@stoa/client/node';
import { createServer, type RunningServer } from '@stoa/server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ontoStage } from './onto-stage.ts';

/** People write in a room of a real server, with real keys and real time. */

let server: RunningServer;
beforeAll(async () => {
  server = await createServer({ port: 0 });
});
afterAll(async () => {
  await server.stop();
});

const here: NodeParticipant[] = [];
afterEach(async () => {
  await Promise.all(here.splice(0).map((participant) => participant.close()));
});

async function come(name: string, link?: string): Promise<NodeParticipant> {
  const options = { server: server.url, name, ear: 'frames', ...(link !== undefined && { link }) } as const;
  const participant = await createNodeParticipant(options);
  here.push(participant);
  await participant.until(({ phase }) => phase.is === 'live');
  return participant;
}
const linesOf = ({ room }: NodeParticipant) =>
  room.view.chat.lines.map(({ name, text }) => `${name}: ${text}`);

test('three people talk by text: all read all in one order, a newcomer from there on, and the pin', async () => {
  const host = await come('Host');
  const ada = await come('Ada', host.room.link);
  const bo = await come('Bo', host.room.link);
  expect(await host.room.pin('https://example.org/notes', 'Notes')).toEqual({ ok: true });
  for (let turn = 0; turn < 3; turn++) {
    const all = [host, ada, bo].map(({ room }) => room.say(`Turn ${turn}`));
    expect(await Promise.all(all)).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
  }
  await Promise.all([host, ada, bo].map((each) => each.until(({ chat }) => chat.lines.length === 9)));
  expect(linesOf(ada)).toEqual(linesOf(host));
  expect(linesOf(bo)).toEqual(linesOf(host));
  expect(new Set(linesOf(host)).size).toBe(9);
  const late = await come('Late', host.room.link);
  await late.until(({ chat }) => chat.pin !== undefined, 20_000);
  expect(late.room.view.chat.pin).toMatchObject({ title: 'Notes', byName: 'Host' });
  expect(linesOf(late)).toEqual([]);
  await ada.room.say('Welcome');
  await late.until(({ chat }) => chat.lines.length === 1);
  expect(linesOf(late)).toEqual(['Ada: Welcome']);
  for (const { room } of here) {
    expect(room.view.alarms).toEqual([]);
    expect(room.view.chat.lines.some(({ missedBefore }) => missedBefore)).toBe(false);
  }
});

test('whoever was removed leaves its messages, and gets none', async () => {
  const host = await come('Host');
  const ada = await come('Ada', host.room.link);
  const bo = await come('Bo', host.room.link);
  await ada.room.say('Before');
  await bo.until(({ chat }) => chat.lines.length === 1);
  await host.room.remove(ada.room.view.me!.leaf);
  expect(await host.room.say('After')).toEqual({ ok: true });
  await bo.until(({ chat }) => chat.lines.length === 2);
  expect(linesOf(bo)).toEqual(['Ada: Before', 'Host: After']);
  expect(linesOf(ada)).toEqual(['Ada: Before']);
  expect(await ada.room.say('Still here')).toEqual({ ok: false, why: 'offline' });
});

test('a probation ends by itself: back in the audience for all, told why, and the microphone closed', async () => {
  const host = await come('Host');
  const ada = await come('Ada', host.room.link);
  const signals: RoomSignal['type'][] = [];
  ada.room.onSignal(({ type }) => signals.push(type));
  await host.room.setProbation(3);
  await ontoStage(host, ada);
  await ada.until(({ microphone, me }) => me?.role === 'speaker' && microphone === 'on');
  await host.until(({ stage }) => stage.length === 1 + 1 && stage[1]?.probationEndsAt !== undefined);
  await ada.until(({ microphone, me }) => me?.role === 'listener' && microphone === 'off');
  await host.until(({ stage }) => stage.length === 1);
  expect(signals).toContain('probationOver');
  expect(signals).not.toContain('movedToAudience');
});
