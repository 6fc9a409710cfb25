import { createNodeParticipant, type NodeParticipant, type ParticipantOptions } from '@stoa/client/node';
import { createServer, type RunningServer } from '@stoa/server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from './room-contract.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await createServer({ port: 0 });
});
afterAll(async () => {
  await server.stop();
});

const open: NodeParticipant[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((participant) => participant.close()));
});

async function knock(options: Partial<ParticipantOptions>): Promise<NodeParticipant> {
  const participant = await createNodeParticipant({
    server: server.url,
    name: 'Somebody',
    ear: 'frames',
    ...options,
  });
  open.push(participant);
  return participant;
}
const live = ({ room }: NodeParticipant) => until(room, ({ phase }) => phase.is === 'live');
const closedAs = async ({ room }: NodeParticipant) => {
  const { phase } = await until(room, (view) => view.phase.is === 'closed', 20_000);
  return phase.is === 'closed' ? phase.why : undefined;
};
const linkOf = (participant: NodeParticipant) => {
  const [path = '', fragment = ''] = participant.room.link.split('#');
  return { path, fragment };
};

test('a knock is shown with its name; let in, the person is in', async () => {
  const host = await knock({ policy: 'knock', title: 'By invitation' });
  await live(host);
  const guest = await knock({ link: host.room.link, name: 'Guest' });
  await until(guest.room, ({ phase }) => phase.is === 'waiting' && phase.for === 'knock');
  expect(guest.room.view).toMatchObject({ title: 'By invitation', policy: 'knock', me: undefined });
  const view = await until(host.room, ({ knocks }) => knocks.length === 1);
  expect(view.knocks[0]).toMatchObject({ name: 'Guest' });
  await host.room.answerKnock(view.knocks[0]!.request, true);
  await live(guest);
  expect(host.room.view.knocks).toEqual([]);
});

test('declined, the person is told, and asks no more', async () => {
  const host = await knock({ policy: 'knock' });
  await live(host);
  const guest = await knock({ link: host.room.link, name: 'Guest' });
  const { knocks } = await until(host.room, (view) => view.knocks.length === 1);
  await host.room.answerKnock(knocks[0]!.request, false);
  expect(await closedAs(guest)).toBe('notAdmitted');
  expect(host.room.view.canHear).toBe(1);
});

test('somebody who goes away before an answer is not shown any longer', async () => {
  const host = await knock({ policy: 'knock' });
  await live(host);
  const guest = await knock({ link: host.room.link });
  await until(host.room, (view) => view.knocks.length === 1);
  guest.room.leave();
  await until(host.room, (view) => view.knocks.length === 0);
});

test('a closed room needs the secret of its link', async () => {
  const host = await knock({ policy: 'link' });
  await live(host);
  const { path, fragment } = linkOf(host);
  const [keys, secret] = fragment.split('.');
  expect(secret).toHaveLength(22);
  const without = await knock({ link: `${path}#${keys}` });
  expect(await closedAs(without)).toBe('secretMissing');
  const wrong = await knock({ link: `${path}#${keys}.${'A'.repeat(22)}` });
  expect(await closedAs(wrong)).toBe('wrongLink');
  const right = await knock({ link: `${path}#${fragment}` });
  await live(right);
});

test('a link whose fragment does not fit the room opens nothing', async () => {
  const host = await knock({});
  await live(host);
  const other = await knock({});
  await live(other);
  const guest = await knock({ link: `${linkOf(host).path}#${linkOf(other).fragment}` });
  expect(await closedAs(guest)).toBe('wrongLink');
});

test('a room that does not exist, and one that has ended, are the same', async () => {
  const never = await knock({ link: '/r/AAAAAAAAAAAAAAAAAAAAAA#AAAAAAAAAAAAAAAAAAAAAA' });
  expect(await closedAs(never)).toBe('roomNotFound');
  const host = await knock({});
  await live(host);
  const { link } = host.room;
  await host.room.endRoom();
  const late = await knock({ link });
  expect(await closedAs(late)).toBe('roomNotFound');
});

test('nothing of link, name or title is printed with an error', async () => {
  const host = await knock({ name: 'Very Private', title: 'Very Secret' });
  await live(host);
  await host.room.endRoom();
  const late = await knock({ link: host.room.link, name: 'Very Private' });
  const error = await late.until(({ phase }) => phase.is === 'live').catch(String);
  expect(error).toContain('roomNotFound');
  expect(error).not.toMatch(/Very|\/r\//);
});
