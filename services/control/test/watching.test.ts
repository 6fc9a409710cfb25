import { type Subject, subject } from '@stoa/protocol';
import { settled } from '@stoa/testkit';
import { describe, expect, test } from 'vitest';
import type { ControlNews } from '../src/index.ts';
import { createWorld } from './world.ts';

function watched() {
  const world = createWorld();
  const said: string[] = [];
  const subjects = new Map<string, string>();
  const label = (who: Subject | undefined) => (who && subjects.get(who.reveal())) ?? '?';
  const name = (news: ControlNews) => {
    if (news.kind === 'seat') return `${label(news.subject)} ${news.role}`;
    return news.kind === 'act' ? `${label(news.by)} ${news.act} ${label(news.of)}` : news.kind;
  };
  const stop = world.control.watch((news) => said.push(name(news)));
  const called = (label: string) => {
    const id = world.id();
    subjects.set(id, label);
    return id;
  };
  return { world, said, called, stop };
}

describe('what the app sees of rooms', () => {
  test('a room opens, people come, rise and go, and it ends; each change is told once', async () => {
    const { world, said, called } = watched();
    const { handle, host } = await world.room();
    expect(said).toEqual(['opened', '? moderator']);
    said.length = 0;
    const guest = await world.client().join(handle, called('guest'));
    await guest.command({ do: 'raiseHand' });
    await host.command({ do: 'invite', leaf: guest.leaf! });
    await host.command({ do: 'mute', leaf: guest.leaf! });
    await host.command({ do: 'moveToAudience', leaf: guest.leaf! });
    guest.say({ t: 'leave' });
    await settled();
    expect(said).toEqual([
      'guest listener',
      '? invited guest',
      'guest speaker',
      '? muted guest',
      '? demoted guest',
      'guest listener',
      'guest gone',
    ]);
    await host.command({ do: 'endRoom' });
    expect(said.at(-1)).toBe('ended');
  });

  test('who joins from another place goes and comes', async () => {
    const { world, said, called } = watched();
    const { handle } = await world.room();
    const id = called('guest');
    await world.client().join(handle, id);
    await world.client().join(handle, id);
    expect(said.slice(2)).toEqual(['guest listener', 'guest gone', 'guest listener']);
  });

  test('the app ends a room', async () => {
    const { world, said } = watched();
    const { handle, host } = await world.room();
    world.control.end(handle);
    await settled();
    expect(host.last('closed').code).toBe('roomEnded');
    expect(said.at(-1)).toBe('ended');
    world.control.end(handle);
    expect(said.filter((each) => each === 'ended').length).toBe(1);
  });

  test('who stops watching hears no more', async () => {
    const { world, said, stop } = watched();
    stop();
    await world.room();
    expect(said).toEqual([]);
  });
});

describe('the app shuts a person out', () => {
  test('its stay ends at once, the stewards hear of it, and neither card, token nor request helps', async () => {
    const { world, said, called } = watched();
    const { handle, host } = await world.room();
    const id = called('guest');
    const guest = await world.client().join(handle, id);
    const peers = world.relay.peers.size;
    world.control.expel(handle, subject(id));
    await settled();
    expect(guest.last('closed').code).toBe('removed');
    expect(world.relay.peers.size).toBe(peers - 1);
    expect(said.at(-1)).toBe('guest gone');
    expect(host.last('fact')).toMatchObject({ kind: 'left', leaf: guest.leaf });
    expect(world.control.card(handle, subject(id))).toBeUndefined();
    const again = await world.client().join(handle, id);
    expect(again.last('closed').code).toBe('removed');
  });

  test('who waits at the door is sent away, and who is not there yet never comes in', async () => {
    const { world } = watched();
    const { handle, host } = await world.room('knock');
    host.admits = false;
    const [waiting, later] = [world.id(), world.id()];
    const guest = await world.client().join(handle, waiting);
    world.control.expel(handle, subject(waiting));
    world.control.expel(handle, subject(later));
    await settled();
    expect(guest.last('closed').code).toBe('removed');
    expect(host.has('requestGone')).toBe(true);
    expect((await world.client().join(handle, later)).last('closed').code).toBe('removed');
  });

  test('who is dismissed leaves at once and may come back', async () => {
    const { world, said, called } = watched();
    const { handle } = await world.room();
    const id = called('guest');
    const guest = await world.client().join(handle, id);
    world.control.dismiss(handle, subject(id));
    world.control.dismiss(handle, subject(world.id()));
    await settled();
    expect(guest.last('closed').code).toBe('replaced');
    expect(said.at(-1)).toBe('guest gone');
    expect((await world.client().join(handle, id)).has('closed')).toBe(false);
    expect(said.at(-1)).toBe('guest listener');
  });
});

test('the app says who may raise a hand', async () => {
  const { world, called } = watched();
  const { handle, host } = await world.room();
  const [one, two] = [called('one'), called('two')];
  const first = await world.client().join(handle, one);
  const second = await world.client().join(handle, two);
  await second.command({ do: 'raiseHand' });
  world.control.hands(handle, 'some');
  world.control.mayRaise(handle, subject(one), true);
  expect(await first.command({ do: 'raiseHand' })).toBeUndefined();
  expect(await second.command({ do: 'raiseHand' })).toBe('notAllowed');
  await world.clock.advance(200);
  expect(host.events('handsChanged').at(-1)!.event).toMatchObject({ queue: [first.leaf], total: 1 });
});
