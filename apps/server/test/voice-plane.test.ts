import { randomBytes } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';
import { type Control, type ControlNews, Seal } from '@stoa/control';
import { joinToken, type RoomHandle, roomHandle, type Subject, subject, toBase64Url } from '@stoa/protocol';
import { connectNats } from '@stoa/relay';
import type { VoiceNews, VoicePlane } from '@stoa/social';
import { startNats, type TestNats } from '@stoa/testkit/nats';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { freshDeploymentKey } from '../src/deployment-key.ts';
import { onlySocial } from '../src/fleet/only-social.ts';
import { voiceBus } from '../src/voice/bus.ts';
import { hasRoom, VoiceDesk } from '../src/voice/desk.ts';
import { farPlane } from '../src/voice/far-plane.ts';
import { answerForGuests, askForGuests } from '../src/voice/guests.ts';
import { voicePlane } from '../src/voice/local-plane.ts';

const anId = () => toBase64Url(new Uint8Array(randomBytes(16)));
const aRoom = () => roomHandle(anId());
const somebody = () => subject(anId());

/** A control that writes down what is asked of its rooms. */
function scriptedControl() {
  const rooms = new Map<string, { card: Uint8Array; barred: Set<string> }>();
  const done: string[] = [];
  const watchers = new Set<(news: ControlNews) => void>();
  let elsewhere = async (_: RoomHandle) => false;
  const on = (what: string) => (room: RoomHandle, who?: Subject | string) => {
    if (!rooms.has(room.reveal())) return;
    done.push(`${what} ${typeof who === 'string' ? who : (who?.reveal() ?? '')}`.trim());
    if (what === 'expel') rooms.get(room.reveal())!.barred.add((who as Subject).reveal());
  };
  const control = {
    isSomewhere: async (room: RoomHandle) => rooms.has(room.reveal()) || (await elsewhere(room)),
    card(room: RoomHandle, who: Subject) {
      const it = rooms.get(room.reveal());
      return it && !it.barred.has(who.reveal()) ? it.card : undefined;
    },
    expel: on('expel'),
    dismiss: on('dismiss'),
    hands: on('hands'),
    mayRaise: (room: RoomHandle, who: Subject, may: boolean) => on(`mayRaise ${may}`)(room, who),
    end: on('end'),
    watch(listener: (news: ControlNews) => void) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  } as unknown as Control;
  return {
    control,
    done,
    open(room: RoomHandle, bytes = 300) {
      rooms.set(room.reveal(), { card: new Uint8Array(randomBytes(bytes)), barred: new Set() });
      for (const watcher of watchers) watcher({ kind: 'opened', room });
      return rooms.get(room.reveal())!.card;
    },
    has: (room: RoomHandle) => rooms.has(room.reveal()),
    /** What the fleet's records say of rooms that are not here. */
    knows: (of: typeof elsewhere) => {
      elsewhere = of;
    },
    lose: (room: RoomHandle) => rooms.delete(room.reveal()),
    tell: (news: ControlNews) => {
      for (const watcher of watchers) watcher(news);
    },
  };
}

async function until(what: string, holds: () => boolean, ms = 12_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

let nats: TestNats;
const toClose: (() => Promise<void> | void)[] = [];
beforeAll(async () => {
  nats = await startNats();
});
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});
afterAll(async () => {
  await nats.stop();
});

const seal = new Seal(randomBytes(32));
async function connection(): Promise<NatsConnection> {
  const connected = await connectNats({ servers: [nats.url] });
  toClose.push(() => connected.close());
  return connected;
}
const token = async () => joinToken('A'.repeat(200));
let lives = 0;
const life = (what: string) => `${what}${lives++}`;

async function far(sealed = seal): Promise<VoicePlane> {
  const bus = voiceBus(await connection(), sealed);
  return farPlane({ bus, clock: systemClock, life: life('social'), id: anId, token });
}
async function desk(control: Control): Promise<VoiceDesk> {
  const opened = new VoiceDesk(voiceBus(await connection(), seal), control, life('control'), systemClock);
  toClose.push(() => opened.stop());
  return opened;
}

const local = async (control: Control): Promise<VoicePlane> =>
  voicePlane(control, freshDeploymentKey(), systemClock);
const overNats = async (control: Control): Promise<VoicePlane> => {
  const plane = await far();
  await desk(control);
  return plane;
};

describe.each([
  ['of this process', local],
  ['over NATS', overNats],
])('a voice plane %s', (_, make) => {
  test('has the card of a live room, and nothing for absent and barred alike', async () => {
    const { control, open } = scriptedControl();
    const plane = await make(control);
    const [room, ada, eve] = [aRoom(), somebody(), somebody()];
    const card = open(room);
    expect(await plane.card(room, ada)).toEqual(card);
    expect(await plane.card(aRoom(), ada)).toBeUndefined();
    plane.expel(room, eve);
    await until('eve is out', () => control.card(room, eve) === undefined);
    expect(await plane.card(room, eve)).toBeUndefined();
    expect(await plane.card(room, ada)).toEqual(card);
  });

  test('does everything in the order in which it was asked', async () => {
    const { control, open, done } = scriptedControl();
    const plane = await make(control);
    const [room, ada] = [aRoom(), somebody()];
    open(room);
    const id = ada.reveal();
    plane.hands(room, 'some');
    plane.mayRaise(room, ada, true);
    plane.mayRaise(room, ada, false);
    plane.dismiss(room, ada);
    plane.expel(room, ada);
    plane.end(room);
    await until('all is done', () => done.length === 6);
    expect(done).toEqual([
      'hands some',
      `mayRaise true ${id}`,
      `mayRaise false ${id}`,
      `dismiss ${id}`,
      `expel ${id}`,
      'end',
    ]);
  });

  test('asks nothing of rooms that are not there', async () => {
    const { control, open, done } = scriptedControl();
    const plane = await make(control);
    const room = aRoom();
    open(room);
    plane.end(aRoom());
    plane.end(room);
    await until('the other one was ended', () => done.length === 1);
  });

  test('tells what happens, in its order, until nobody wants to hear it', async () => {
    const { control, open, tell } = scriptedControl();
    const plane = await make(control);
    const [room, ada, bob] = [aRoom(), somebody(), somebody()];
    const heard: VoiceNews[] = [];
    const stop = plane.watch((news) => heard.push(news));
    open(room);
    tell({ kind: 'seat', room, subject: ada, role: 'moderator' });
    tell({ kind: 'act', room, act: 'removed', by: ada, of: bob });
    tell({ kind: 'act', room, act: 'removed', by: ada, of: undefined });
    tell({ kind: 'ended', room });
    await until('all was told', () => heard.length === 5);
    expect(heard.map(({ kind }) => kind)).toEqual(['opened', 'seat', 'act', 'act', 'ended']);
    expect(heard.every((news) => news.room.equals(room))).toBe(true);
    expect(heard[1]).toMatchObject({ role: 'moderator' });
    expect((heard[1] as { subject: Subject }).subject.equals(ada)).toBe(true);
    expect(heard[2]).toMatchObject({ act: 'removed' });
    expect((heard[2] as { of: Subject }).of.equals(bob)).toBe(true);
    expect((heard[3] as { of: Subject | undefined }).of).toBeUndefined();
    stop();
    open(aRoom());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard).toHaveLength(5);
  });
});

describe('a voice plane of several controls', () => {
  test('the one that has the room answers, and each tells of its own', async () => {
    const [one, two] = [scriptedControl(), scriptedControl()];
    const plane = await far();
    const heard: VoiceNews[] = [];
    plane.watch((news) => heard.push(news));
    await desk(one.control);
    await desk(two.control);
    const [here, there] = [aRoom(), aRoom()];
    const cards = [one.open(here), two.open(there)];
    expect(await plane.card(here, somebody())).toEqual(cards[0]);
    expect(await plane.card(there, somebody())).toEqual(cards[1]);
    plane.end(there);
    await until('it ended', () => two.done.length === 1);
    expect(one.done).toEqual([]);
    await until('both were told', () => heard.length === 2);
  });

  test('what is asked while a room changes hands is done by whoever has it next', async () => {
    const [one, two] = [scriptedControl(), scriptedControl()];
    const plane = await far();
    const first = voiceBus(await connection(), seal);
    const dying = new VoiceDesk(first, one.control, life('control'), systemClock);
    await desk(two.control);
    const [room, eve] = [aRoom(), somebody()];
    one.open(room);
    expect(await plane.card(room, eve)).toBeDefined();
    // It is killed: no last word.
    first.say = () => {};
    first.stop();
    await new Promise((resolve) => setTimeout(resolve, 300));
    plane.expel(room, eve);
    const card = plane.card(room, somebody());
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const next = two.open(room);
    expect(await card).toEqual(next);
    await until('it was done', () => two.done.length === 1);
    dying.stop();
  });

  test('while a room is nobody’s yet, nobody says that it is absent', async () => {
    const [one, two] = [scriptedControl(), scriptedControl()];
    const plane = await far();
    const leaving = await desk(one.control);
    await desk(two.control);
    const [room, other] = [aRoom(), aRoom()];
    one.open(room);
    expect(await plane.card(room, somebody())).toBeDefined();
    // It drains: its last word was said, and the other one has not taken the room yet, but knows of it.
    two.knows(async (it) => it.equals(room));
    one.lose(room);
    leaving.stop();
    const card = plane.card(room, somebody());
    expect(await plane.card(other, somebody())).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const next = two.open(room);
    expect(await card).toEqual(next);
  });

  test('a control that takes the room because it was asked for answers at once', async () => {
    const { control, open, knows } = scriptedControl();
    const plane = await far();
    await desk(control);
    let card: Uint8Array | undefined;
    knows(async (room) => {
      card = open(room);
      return true;
    });
    const began = performance.now();
    expect(await plane.card(aRoom(), somebody())).toEqual(card);
    expect(card).toBeDefined();
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test('a control that cannot say where a room is does not say that it is absent', async () => {
    const { control, knows } = scriptedControl();
    const plane = await far();
    await desk(control);
    knows(() => Promise.reject(new Error('the store cannot be reached')));
    await expect(plane.card(aRoom(), somebody())).rejects.toThrow('cannot be reached');
  }, 15_000);

  test('while nobody can be asked, a card is refused and not said to be absent', async () => {
    const plane = await far();
    await expect(plane.card(aRoom(), somebody())).rejects.toThrow('cannot be reached');
  }, 15_000);

  test('news that were lost on the way are told again, once each', async () => {
    const { control, open } = scriptedControl();
    const plane = await far();
    const heard: VoiceNews[] = [];
    plane.watch((news) => heard.push(news));
    const bus = voiceBus(await connection(), seal);
    let loses = false;
    const lossy = {
      ...bus,
      say: (...word: Parameters<typeof bus.say>) => void (loses && word[1] === 'news' ? 0 : bus.say(...word)),
    };
    const told = new VoiceDesk(lossy, control, life('control'), systemClock);
    toClose.push(() => told.stop());
    const rooms = Array.from({ length: 6 }, aRoom);
    open(rooms[0]!);
    await until('one was told', () => heard.length === 1);
    loses = true;
    for (const room of rooms.slice(1, 4)) open(room);
    loses = false;
    open(rooms[4]!);
    open(rooms[5]!);
    await until('all were told', () => heard.length >= 6);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(heard.map(({ room }) => room.reveal())).toEqual(rooms.map((room) => room.reveal()));
  });

  test('rooms of this process need no broker', async () => {
    const { control, open, done } = scriptedControl();
    const cut = voiceBus(await connection(), seal);
    cut.say = () => {};
    const plane = voicePlane(control, freshDeploymentKey(), systemClock);
    const own = { life: 'me', plane, has: (room: string) => hasRoom(control, room) };
    const voice = farPlane({ bus: cut, clock: systemClock, life: 'me', id: anId, token, own });
    const room = aRoom();
    const heard: VoiceNews[] = [];
    voice.watch((news) => heard.push(news));
    const card = open(room);
    expect(await voice.card(room, somebody())).toEqual(card);
    voice.end(room);
    expect(done).toEqual(['end']);
    expect(heard).toHaveLength(1);
  });

  test('a word of somebody without the key is nobody’s', async () => {
    const { control, open } = scriptedControl();
    await desk(control);
    const stranger = await far(new Seal(randomBytes(32)));
    const room = aRoom();
    open(room);
    await expect(stranger.card(room, somebody())).rejects.toThrow('cannot be reached');
  }, 15_000);
});

describe('guests', () => {
  test('the social app is asked over NATS; while it is away nobody is let in', async () => {
    const bus = voiceBus(await connection(), seal);
    const asking = askForGuests(bus, systemClock, life('control'), anId);
    const room = aRoom();
    await expect(asking.guestMayJoin(room)).rejects.toThrow('cannot be reached');
    const social = voiceBus(await connection(), seal);
    answerForGuests(social, { guestMayJoin: (it) => (it.equals(room) ? 'full' : 'notOurs') });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await asking.guestMayJoin(room)).toBe('full');
    expect(await asking.guestMayJoin(aRoom())).toBe('notOurs');
  });
});

describe('who serves accounts', () => {
  const begin = async (more: Partial<Parameters<typeof onlySocial>[0]> = {}) => {
    const bus = voiceBus(await connection(), seal);
    const said: string[] = [];
    const parts = { bus, clock: systemClock, life: anId(), mayWait: false, shared: true };
    return { bus, said, done: onlySocial({ ...parts, say: (text) => said.push(text), ...more }) };
  };

  test('is one process: a second one is refused with a sentence, or waits until the first one ends', async () => {
    const first = await begin();
    await first.done;
    await expect((await begin({ shared: false })).done).rejects.toThrow('set DATABASE_URL');
    await expect((await begin()).done).rejects.toThrow('give this one other roles');
    const next = await begin({ mayWait: true });
    let serves = false;
    void next.done.then(() => {
      serves = true;
    });
    await until('it says that it waits', () => next.said.length === 1);
    expect(serves).toBe(false);
    first.bus.stop();
    await until('it takes over', () => serves);
    expect(next.said).toHaveLength(1);
    next.bus.stop();
  });

  test('is one process of two that begin at the same moment', async () => {
    const both = await Promise.all([begin(), begin()]);
    const ended = await Promise.allSettled(both.map(({ done }) => done));
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const { bus } of both) bus.stop();
  });
});
