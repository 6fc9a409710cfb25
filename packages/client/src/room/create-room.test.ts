import type { KeyEffect, Roster } from '@stoa/e2ee';
import {
  type ClientMessage,
  type ClientMessageOf,
  decodeClientMessage,
  encodeServerMessage,
  joinToken,
  leaf,
  linkFragment,
  type RoomSnapshot,
  roomHandle,
  type ServerMessage,
} from '@stoa/protocol';
import { settled, VirtualClock } from '@stoa/testkit';
import { expect, test } from 'vitest';
import { NoEvidence } from '../evidence/no-evidence.ts';
import { createRoom } from './create-room.ts';
import type { Life, RoomPorts, SocketEvents, TransportEvents } from './ports.ts';

type Track = { readonly name: string };
const bytes = (length: number) => new Uint8Array(length);
const me = leaf(1);

const roster = (role: 'listener' | 'speaker', change: Partial<Roster> = {}): Roster => ({
  me,
  title: 'Title',
  policy: 'open',
  strict: false,
  stage: [
    { leaf: leaf(0), name: 'Host', role: 'moderator', muted: false },
    ...(role === 'speaker' ? [{ leaf: me, name: 'Me', role, muted: false } as const] : []),
  ],
  audience: role === 'listener' ? [{ leaf: me, name: 'Me', role }] : [],
  present: 2,
  headSeq: 1,
  safetyCode: '',
  acting: false,
  ...change,
});
const snapshot: RoomSnapshot = {
  stage: [{ leaf: leaf(0), role: 'moderator', muted: false, away: false }],
  queue: [],
  hands: 0,
  participants: 2,
  consumers: 2,
  frozen: false,
  chat: 'everybody' as const,
  probation: 0,
};

/** A guest's room whose server, keys, network and microphone are the test. */
class Desk {
  readonly clock = new VirtualClock();
  readonly sent: ClientMessage[] = [];
  readonly microphone: string[] = [];
  /** What the keys answer to the next message. */
  effects: KeyEffect[] = [{ type: 'roster', roster: roster('listener') }];
  lives = 0;
  ticks = 0;
  /** Do the keys answer a tick? A worker that was ended does not. */
  ticksAnswered = true;
  /** What a proof for a socket waits for. */
  proving: Promise<void> = Promise.resolve();
  socket!: SocketEvents;
  transport!: TransportEvents;
  readonly room;

  /** What happened before the call that begins the room returned. */
  atOnce: string[] = [];

  constructor({ ready = false } = {}) {
    const ports: RoomPorts<Track> = {
      clock: this.clock,
      chance: () => 0,
      tokens: {
        newRoom: async () => ({ ok: false, why: 'busy' }),
        join: async () => {
          this.atOnce.push('token');
          return { ok: true, token: joinToken('t'), card: bytes(4) };
        },
      },
      openSocket: (events) => {
        this.socket = events;
        this.atOnce.push('socket');
        queueMicrotask(() => this.server({ t: 'challenge', nonce: bytes(16) }));
        return {
          send: (text) => this.sent.push(decodeClientMessage(text)!),
          close: () => {},
        };
      },
      ...(ready && { readyLife: () => (this.lives === 0 ? this.#life() : undefined) }),
      makeLife: async () => this.#life(),
      microphone: {
        open: async () => {
          this.microphone.push('open');
          return { ok: true, track: { name: 'mic' } };
        },
        setMuted: (muted) => void this.microphone.push(muted ? 'muted' : 'unmuted'),
        list: async () => [],
        choose: () => {},
        close: () => void this.microphone.push('close'),
      },
      sound: { state: 'playing', unlock: async () => {}, onChange: () => {}, close: () => {} },
      onNetworkChange: () => () => {},
    };
    const entry = {
      how: 'join',
      name: 'Me',
      room: roomHandle('AAECAwQFBgcICQoLDA0ODw'),
      fragment: linkFragment('f'),
    } as const;
    this.room = createRoom(entry, ports);
    this.atOnce = [...this.atOnce];
  }

  #life(): Life<Track> {
    this.lives++;
    const answer = async () => this.effects.splice(0);
    return {
      keys: {
        key: bytes(32),
        keyHash: bytes(32),
        proveJoin: async () => bytes(64),
        proveOffer: async () => bytes(64),
        proveResume: async () => {
          await this.proving;
          return bytes(64);
        },
        open: async () => {
          throw new Error('not here');
        },
        join: async () => ({
          ...{ ok: true, request: bytes(8), title: 'Title', policy: 'open', strict: false },
          ...{ fence: {}, deployment: undefined },
        }),
        receive: answer,
        order: async () => bytes(8),
        answerKnock: async () => [],
        write: async (body) => body,
        writeNameless: async (body) => new Uint8Array([...body, ...bytes(74 - body.length)]),
        tick: () => {
          this.ticks++;
          return this.ticksAnswered ? answer() : new Promise(() => {});
        },
      },
      evidence: async (of) => (of === 1 ? bytes(300) : undefined),
      transport: (events) => {
        this.transport = events;
        this.atOnce.push('offer');
        return {
          offer: async () => ({ text: 'v=0', fingerprint: 'AA' }),
          answer: async () => events.up(),
          publish: async () => {},
          carry: () => {},
          signsOfLife: async () => 0,
          close: () => {},
        };
      },
      listenTo: () => {},
      onVoices: () => {},
      close: () => {},
    };
  }

  server(message: ServerMessage): void {
    this.socket.text(encodeServerMessage(message));
  }

  /** The server lets the guest in. */
  async enter(): Promise<void> {
    await settled();
    const head = { seq: 1, generation: 0, epoch: 0, size: 2, bytes: bytes(1) };
    this.server({ t: 'admitted', leaf: me, entry: bytes(1), head, stageEntries: [], n: 7, room: snapshot });
    await settled();
    this.server({ t: 'answer', answer: 'v=0' });
    await settled();
  }

  /** The keys say so with the next message that concerns them. */
  async signed(next: Roster): Promise<void> {
    this.effects.push({ type: 'roster', roster: next });
    this.server({ t: 'acting', leaf: leaf(0) });
    await settled();
  }

  lastCommand(): ClientMessageOf<'command'> {
    return this.sent.filter((message) => message.t === 'command').at(-1)!;
  }

  async answered<T>(outcome: Promise<T>, message: 'done' | 'refused'): Promise<T> {
    await settled();
    const { id } = this.lastCommand();
    this.server(message === 'done' ? { t: 'done', id } : { t: 'refused', id, why: 'stageFull' });
    return outcome;
  }
}

const live = async () => {
  const desk = new Desk();
  await desk.enter();
  expect(desk.room.view.phase).toEqual({ is: 'live', media: 'connected' });
  return desk;
};

test('one join: token, introduction, keys, media; and the link to share', async () => {
  const desk = await live();
  expect(desk.sent.map((message) => message.t)).toEqual(['join']);
  expect(desk.room.view).toMatchObject({ title: 'Title', me: { leaf: 1, role: 'listener' }, canHear: 2 });
  expect(desk.room.link).toBe('/r/AAECAwQFBgcICQoLDA0ODw#f');
  expect(desk.microphone).toEqual([]);
});

test('evidence comes from the present life; when nothing can be proven, or nobody is in, that is said', async () => {
  const desk = await live();
  expect(await desk.room.evidence(leaf(1))).toEqual(bytes(300));
  await expect(desk.room.evidence(leaf(2))).rejects.toThrow(NoEvidence);
  desk.room.leave();
  await settled();
  await expect(desk.room.evidence(leaf(1))).rejects.toThrow(NoEvidence);
});

test('C2 what was made ahead is used once, and token, socket and offer are asked for in the turn of the tap', async () => {
  const desk = new Desk({ ready: true });
  expect(desk.atOnce).toEqual(['token', 'socket', 'offer']);
  await desk.enter();
  expect(desk.room.view.phase).toEqual({ is: 'live', media: 'connected' });
  desk.server({ t: 'closed', code: 'resumeRefused' });
  await settled();
  await desk.clock.advance(1);
  await settled();
  expect(desk.lives).toBe(2);
});

test('a steward that answers soon is not waited for on the screen; one that takes its time is, and a knock at once', async () => {
  const told = (desk: Desk) => {
    const phases: string[] = [];
    desk.room.subscribe(() => {
      const { phase } = desk.room.view;
      phases.push(phase.is === 'waiting' ? phase.for : phase.is);
    });
    return phases;
  };
  const quick = new Desk();
  const quickly = told(quick);
  await settled();
  quick.server({ t: 'waiting', for: 'steward' });
  await quick.enter();
  expect(quickly).not.toContain('steward');
  expect(quick.room.view.phase.is).toBe('live');

  const slow = new Desk();
  const slowly = told(slow);
  await settled();
  slow.server({ t: 'waiting', for: 'steward' });
  expect(slowly).not.toContain('steward');
  await slow.clock.advance(250);
  expect(slow.room.view.phase).toEqual({ is: 'waiting', for: 'steward' });

  const knocking = new Desk();
  await settled();
  knocking.server({ t: 'waiting', for: 'knock' });
  expect(knocking.room.view.phase).toEqual({ is: 'waiting', for: 'knock' });
});

test('whom the keys do not reach joins afresh', async () => {
  const desk = await live();
  desk.effects.push({ type: 'stranded' });
  desk.server({ t: 'acting', leaf: leaf(0) });
  await settled();
  await desk.clock.advance(1);
  await settled();
  expect(desk.lives).toBe(2);
  expect(desk.room.view.phase.is).not.toBe('closed');
});

test('mail that the keys took in is acknowledged with the next ping, and on the next socket', async () => {
  const desk = await live();
  desk.server({ t: 'toLeaf', from: leaf(0), bytes: bytes(8), mail: 3 });
  await settled();
  await desk.clock.advance(5_000);
  expect(desk.sent.at(-1)).toEqual({ t: 'ping', mail: 3 });
  desk.socket.closed();
  await desk.clock.advance(1_000);
  await settled();
  expect(desk.sent.at(-1)).toMatchObject({ t: 'resume', leaf: me, mail: 3 });
});

test('the first word on a socket says who comes, however long its proof takes', async () => {
  const desk = await live();
  let proven = () => {};
  desk.proving = new Promise((resolve) => {
    proven = resolve;
  });
  desk.sent.length = 0;
  desk.socket.closed();
  await desk.clock.advance(1_000);
  await settled();
  void desk.room.showMoreAudience();
  await settled();
  expect(desk.sent).toEqual([]);
  proven();
  await settled();
  expect(desk.sent.map(({ t }) => t)).toEqual(['resume']);
  desk.server({ t: 'resumed', n: 8 });
  await settled();
  void desk.room.showMoreAudience();
  await settled();
  expect(desk.sent.map(({ t }) => t)).toEqual(['resume', 'page']);
});

test('an unmuting whose answer was lost with its socket is taken back', async () => {
  const desk = await live();
  const stage = [...snapshot.stage, { leaf: me, role: 'speaker' as const, muted: true, away: false }];
  desk.server({ t: 'resumed', n: 8, room: { ...snapshot, stage } });
  await desk.signed(roster('speaker'));
  // Brought there unasked, it asks to be let down again; that is answered.
  await desk.answered(Promise.resolve(), 'refused');
  expect(desk.room.view.me).toMatchObject({ role: 'speaker' });
  const muted = desk.room.setMuted(true);
  expect(await desk.answered(muted, 'done')).toEqual({ ok: true });
  const before = desk.sent.length;
  desk.server({ t: 'event', n: 9, event: { was: 'muteChanged', leaf: me, muted: false, by: 'self' } });
  await settled();
  expect(desk.sent.slice(before).map((one) => one.t === 'command' && one.command)).toEqual([
    { do: 'muteSelf', muted: true },
  ]);
  // While an unmuting is under way the same event is its own.
  await desk.answered(Promise.resolve(), 'done');
  const unmuted = desk.room.setMuted(false);
  await settled();
  const sent = desk.sent.length;
  desk.server({ t: 'event', n: 10, event: { was: 'muteChanged', leaf: me, muted: false, by: 'self' } });
  await settled();
  expect(desk.sent.length).toBe(sent);
  expect(await desk.answered(unmuted, 'done')).toEqual({ ok: true });
});

test('whoever comes in while the room is about to end is told when', async () => {
  const desk = new Desk();
  await settled();
  const head = { seq: 1, generation: 0, epoch: 0, size: 2, bytes: bytes(1) };
  const room = { ...snapshot, stage: [], endsInMs: 20_000 };
  desk.server({ t: 'admitted', leaf: me, entry: bytes(1), head, stageEntries: [], n: 7, room });
  await settled();
  expect(desk.room.view.endsAt).toBe(desk.clock.now() + 20_000);
});

test('admitted by the server but not by the keys is not in', async () => {
  const desk = new Desk();
  desk.effects = [{ type: 'alarm', alarm: 'forgedKeys' }];
  await desk.enter();
  expect(desk.room.view.phase).toEqual({ is: 'closed', why: 'wrongLink' });
  expect(desk.room.view.alarms).toEqual(['forgedKeys']);
});

test('control’s word alone puts nobody on stage, and after 10 s it shows', async () => {
  const desk = await live();
  const member = { leaf: leaf(9), role: 'speaker' as const, muted: false, away: false };
  desk.server({ t: 'event', n: 8, event: { was: 'stageJoined', member } });
  expect(desk.room.view.stage.map((person) => person.leaf)).toEqual([0]);
  for (let i = 0; i < 44; i++) {
    await desk.clock.advance(250);
    await settled();
    if (i % 8 === 0) desk.server({ t: 'pong' });
  }
  expect(desk.room.view.mismatch).toEqual({ roster: 2, consumers: 2, participants: 2 });
});

test('a refused invitation gives the microphone back; a taken one keeps it until the stage is left', async () => {
  const desk = await live();
  desk.server({ t: 'invited' });
  expect(await desk.answered(desk.room.acceptInvite(), 'refused')).toEqual({ ok: false, why: 'stageFull' });
  expect(desk.microphone).toEqual(['open', 'unmuted', 'close']);
  expect(desk.room.view.microphone).toBe('off');

  desk.microphone.length = 0;
  expect(await desk.answered(desk.room.acceptInvite(), 'done')).toEqual({ ok: true });
  await desk.signed(roster('speaker'));
  expect(desk.room.view).toMatchObject({ me: { role: 'speaker', invited: false }, microphone: 'on' });
  expect(desk.microphone).not.toContain('close');
});

test('who stepped down is not listened to again by a head that comes before the one that says so', async () => {
  const desk = await live();
  desk.server({ t: 'invited' });
  await desk.answered(desk.room.acceptInvite(), 'done');
  await desk.signed(roster('speaker'));
  desk.microphone.length = 0;
  const signals: string[] = [];
  desk.room.onSignal((signal) => signals.push(signal.type));
  await desk.answered(desk.room.leaveStage(), 'done');
  await desk.signed(roster('speaker', { headSeq: 2 }));
  expect(desk.microphone).toEqual(['close']);
  await desk.signed(roster('listener', { headSeq: 3 }));
  expect(desk.room.view.me?.role).toBe('listener');
  expect(signals).toEqual([]);
  // A later stay on stage is a new one.
  await desk.answered(desk.room.raiseHand(), 'done');
  await desk.signed(roster('speaker', { headSeq: 4 }));
  expect(desk.microphone).toContain('open');
});

test('who is taken off again before a signed head showed it on stage gets no open microphone', async () => {
  const desk = await live();
  desk.server({ t: 'invited' });
  await desk.answered(desk.room.acceptInvite(), 'done');
  const member = { leaf: me, role: 'speaker' as const, muted: false, away: false };
  desk.server({ t: 'event', n: 8, event: { was: 'stageJoined', member } });
  expect(desk.room.view.microphone).toBe('on');
  desk.server({ t: 'event', n: 9, event: { was: 'stageLeft', leaf: me } });
  await settled();
  expect(desk.room.view).toMatchObject({ me: { role: 'listener' }, microphone: 'off' });
  expect(desk.microphone.at(-1)).toBe('close');
});

test('muted again before the word on unmuting came: the microphone stays closed', async () => {
  const desk = await live();
  await desk.signed(roster('speaker'));
  await desk.answered(desk.room.setMuted(true), 'done');
  const unmuting = desk.room.setMuted(false);
  await settled();
  const first = desk.lastCommand();
  const muting = desk.room.setMuted(true);
  await settled();
  desk.server({ t: 'done', id: first.id });
  await unmuting;
  expect(desk.room.view.me?.muted).toBe(true);
  await desk.answered(muting, 'done');
  expect(desk.room.view.me?.muted).toBe(true);
  expect(desk.microphone.at(-1)).toBe('muted');
});

test('a command without an answer is told as offline, and one without a socket is not sent', async () => {
  const desk = await live();
  const asked = desk.room.raiseHand();
  await settled();
  for (let i = 0; i < 41; i++) {
    await desk.clock.advance(250);
    await settled();
    desk.server({ t: 'pong' });
  }
  expect(await asked).toEqual({ ok: false, why: 'offline' });
  desk.socket.closed();
  expect(await desk.room.raiseHand()).toEqual({ ok: false, why: 'offline' });
});

test('muted while the socket was away: the others learn it when it is back', async () => {
  const desk = await live();
  await desk.signed(roster('speaker'));
  const member = { leaf: me, role: 'speaker' as const, muted: false, away: false };
  desk.server({ t: 'event', n: 8, event: { was: 'stageJoined', member } });
  desk.socket.closed();
  expect(await desk.room.setMuted(true)).toEqual({ ok: false, why: 'offline' });
  expect(desk.room.view.me?.muted).toBe(true);
  await desk.clock.advance(1);
  await settled();
  expect(desk.sent.at(-1)).toMatchObject({ t: 'resume', leaf: 1, seen: 8, headSeq: 1 });
  desk.server({ t: 'resumed', n: 8 });
  await settled();
  expect(desk.lastCommand().command).toEqual({ do: 'muteSelf', muted: true });
  expect(desk.lives).toBe(1);
});

test('a refused resume means new keys and the audience, whatever the old keys still owe', async () => {
  const desk = await live();
  await desk.signed(roster('speaker'));
  desk.ticksAnswered = false;
  await desk.clock.advance(1_000);
  expect(desk.ticks).toBe(1);
  desk.ticksAnswered = true;
  desk.socket.closed();
  await desk.clock.advance(1);
  await settled();
  desk.effects = [{ type: 'roster', roster: roster('listener', { me: leaf(5) }) }];
  desk.server({ t: 'closed', code: 'resumeRefused' });
  await settled();
  await desk.clock.advance(1);
  await settled();
  expect(desk.lives).toBe(2);
  expect(desk.room.view.phase.is).toBe('reconnecting');
  expect(desk.room.view.microphone).toBe('off');
  await desk.enter();
  expect(desk.room.view).toMatchObject({ phase: { is: 'live' }, me: { leaf: 5, role: 'listener' } });
  await desk.clock.advance(1_000);
  expect(desk.ticks).toBeGreaterThan(3);
});

const onStage = { leaf: me, role: 'speaker' as const, muted: false, away: false };
const hands = (queue: (typeof me)[]) => ({ was: 'handsChanged' as const, queue, total: queue.length });

test('C17 invited, and put on stage without having accepted: no microphone, and down again', async () => {
  const desk = await live();
  desk.server({ t: 'invited' });
  desk.server({ t: 'event', n: 8, event: { was: 'stageJoined', member: onStage } });
  await desk.signed(roster('speaker'));
  expect(desk.microphone).not.toContain('open');
  expect(desk.room.view.microphone).toBe('off');
  expect(desk.lastCommand().command).toEqual({ do: 'leaveStage' });
  // Control that refuses to take it down again gains nothing by the heads that follow.
  desk.server({ t: 'refused', id: desk.lastCommand().id, why: 'notOnStage' });
  await settled();
  await desk.signed(roster('speaker', { headSeq: 2 }));
  await desk.signed(roster('listener', { headSeq: 3 }));
  await desk.signed(roster('speaker', { headSeq: 4 }));
  expect(desk.microphone).not.toContain('open');
});

test('C17 shown as a moderator without an act of its own: muted, and its own unmuting opens the microphone', async () => {
  const desk = await live();
  const stage = [{ leaf: me, name: 'Me', role: 'moderator' as const, muted: false }];
  desk.server({ t: 'event', n: 8, event: { was: 'stageJoined', member: { ...onStage, role: 'moderator' } } });
  await desk.signed(roster('listener', { stage, audience: [] }));
  expect(desk.room.view).toMatchObject({ me: { role: 'moderator', muted: true }, microphone: 'off' });
  expect(desk.lastCommand().command).toEqual({ do: 'muteSelf', muted: true });
  expect(desk.microphone).not.toContain('open');
  expect(await desk.answered(desk.room.setMuted(false), 'done')).toEqual({ ok: true });
  expect(desk.room.view.microphone).toBe('on');
});

test('C17 a raised hand that was taken opens the microphone', async () => {
  const desk = await live();
  await desk.answered(desk.room.raiseHand(), 'done');
  desk.server({ t: 'event', n: 8, event: hands([me]) });
  desk.server({ t: 'event', n: 9, event: { was: 'stageJoined', member: onStage } });
  desk.server({ t: 'event', n: 10, event: hands([]) });
  await desk.signed(roster('speaker'));
  expect(desk.room.view).toMatchObject({ me: { role: 'speaker' }, microphone: 'on' });
});

test.each(['lowered', 'dismissed', 'invitation declined', 'taken off again'])(
  'C17 a hand that is no longer up opens no microphone: %s',
  async (how) => {
    const desk = await live();
    await desk.answered(desk.room.raiseHand(), 'done');
    desk.server({ t: 'event', n: 8, event: hands([me]) });
    if (how === 'lowered') await desk.answered(desk.room.lowerHand(), 'done');
    if (how === 'invitation declined') await desk.answered(desk.room.declineInvite(), 'done');
    if (how === 'dismissed') desk.server({ t: 'event', n: 9, event: hands([]) });
    if (how === 'taken off again') {
      desk.server({ t: 'event', n: 9, event: { was: 'stageJoined', member: onStage } });
      desk.server({ t: 'event', n: 10, event: { was: 'stageLeft', leaf: me } });
    }
    await desk.signed(roster('speaker'));
    expect(desk.microphone).not.toContain('open');
    expect(desk.lastCommand().command).toEqual({ do: 'leaveStage' });
  },
);

test('C17 a new life has to agree anew; a resumed one speaks on', async () => {
  const desk = await live();
  await desk.answered(desk.room.raiseHand(), 'done');
  await desk.signed(roster('speaker'));
  expect(desk.room.view.microphone).toBe('on');
  desk.socket.closed();
  await desk.clock.advance(1);
  await settled();
  desk.server({ t: 'resumed', n: 8 });
  await desk.signed(roster('speaker', { headSeq: 2 }));
  expect(desk.room.view.microphone).toBe('on');
  desk.microphone.length = 0;
  desk.socket.closed();
  await desk.clock.advance(1);
  await settled();
  desk.effects = [{ type: 'roster', roster: roster('listener') }];
  desk.server({ t: 'closed', code: 'resumeRefused' });
  await settled();
  await desk.clock.advance(1);
  await desk.enter();
  await desk.signed(roster('speaker', { headSeq: 2 }));
  expect(desk.lives).toBe(2);
  expect(desk.microphone).not.toContain('open');
  expect(desk.room.view.microphone).toBe('off');
});
