import type { CloseCode } from '@stoa/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubtAfter } from './doubt.ts';
import { phaseOf } from './phase.ts';
import { newSession, type SessionEffect, type SessionInput, type SessionState } from './state.ts';
import { step } from './step.ts';
import { pause, times } from './times.ts';

/** Drives the machine along a virtual clock and lets a test answer its effects. */
class Drive {
  state: SessionState = newSession;
  now = 1_000;
  wakeAt: number | undefined;
  readonly done: SessionEffect[] = [];
  chance: () => number = () => 0.5;
  answer: (effect: SessionEffect) => readonly SessionInput[] = () => [];

  send(input: SessionInput): readonly SessionEffect[] {
    const result = step(this.state, input, this.now, this.chance());
    this.state = result.state;
    this.wakeAt = result.wakeAt;
    this.done.push(...result.effects);
    for (const effect of result.effects) for (const back of this.answer(effect)) this.send(back);
    return result.effects;
  }

  /** Runs all wake-ups up to `until`. */
  run(until: number): void {
    while (this.wakeAt !== undefined && this.wakeAt <= until) {
      this.now = Math.max(this.now, this.wakeAt);
      this.send({ type: 'wake' });
    }
    this.now = until;
  }

  count(what: SessionEffect['do']): number {
    return this.done.filter((effect) => effect.do === what).length;
  }

  get stay() {
    return this.state.stay.is;
  }
}

/** A server that does everything right. */
const kind =
  (life = () => true) =>
  (effect: SessionEffect): readonly SessionInput[] => {
    if (!life()) {
      if (effect.do === 'askTicket') return [{ type: 'ticketFailed', life: effect.life, why: 'network' }];
      if (effect.do === 'openSocket') return [{ type: 'socketClosed', socket: effect.socket }];
      return effect.do === 'makeOffer' ? [{ type: 'offerMade', transport: effect.transport }] : [];
    }
    switch (effect.do) {
      case 'askTicket':
        return [{ type: 'ticketHeld', life: effect.life }];
      case 'openSocket':
        return [{ type: 'challenged', socket: effect.socket }];
      case 'makeOffer':
        return [{ type: 'offerMade', transport: effect.transport }];
      case 'introduce':
        return [
          { type: 'waiting', socket: effect.socket, for: 'steward' },
          { type: 'admitted', socket: effect.socket },
          { type: 'answer', socket: effect.socket, answer: 'answer' },
        ];
      case 'resume':
        return [{ type: 'resumed', socket: effect.socket }];
      case 'sendOffer':
        return [{ type: 'answer', socket: effect.socket, answer: 'answer' }];
      case 'acceptAnswer':
        return [{ type: 'transportUp', transport: effect.transport }];
      case 'ping':
        return [{ type: 'heard', socket: effect.socket }];
      default:
        return [];
    }
  };

function inRoom(): Drive {
  const drive = new Drive();
  drive.answer = kind();
  drive.send({ type: 'start' });
  expect(phaseOf(drive.state, true, drive.now)).toEqual({ is: 'live', media: 'connected' });
  drive.done.length = 0;
  return drive;
}

describe('the way in', () => {
  test('C2 keys and token, socket and offer are asked for at once', () => {
    const drive = new Drive();
    expect(drive.send({ type: 'start' })).toEqual([
      { do: 'askTicket', life: 1 },
      { do: 'openSocket', socket: 1 },
      { do: 'makeOffer', transport: 1 },
    ]);
    expect(phaseOf(drive.state, false, drive.now)).toEqual({ is: 'connecting' });
  });

  test('C3 the introduction waits for token, challenge and offer, in whatever order they come', () => {
    const parts: SessionInput[] = [
      { type: 'ticketHeld', life: 1 },
      { type: 'challenged', socket: 1 },
      { type: 'offerMade', transport: 1 },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: 3 }), (order) => {
        const drive = new Drive();
        drive.send({ type: 'start' });
        expect(drive.send(order[0]!)).toEqual([]);
        expect(drive.send(order[1]!)).toEqual([]);
        expect(drive.send(order[2]!)).toEqual([{ do: 'introduce', socket: 1, transport: 1 }]);
      }),
    );
  });

  test('C4 a knock may last longer than any patience, and the offer made before it still counts', () => {
    const drive = new Drive();
    drive.answer = (effect) =>
      effect.do === 'introduce' ? [{ type: 'waiting', socket: effect.socket, for: 'knock' }] : kind()(effect);
    drive.send({ type: 'start' });
    drive.run(drive.now + 600_000);
    expect(phaseOf(drive.state, false, drive.now)).toEqual({ is: 'waiting', for: 'knock' });
    drive.answer = kind();
    drive.send({ type: 'admitted', socket: 1 });
    drive.run(drive.now + 5_000);
    drive.send({ type: 'answer', socket: 1, answer: 'answer' });
    expect(phaseOf(drive.state, true, drive.now)).toEqual({ is: 'live', media: 'connected' });
    expect(drive.count('makeOffer')).toBe(1);
  });

  test('C5 a socket that the server closed during a slow token call is opened again with the token', () => {
    const drive = new Drive();
    drive.send({ type: 'start' });
    drive.send({ type: 'challenged', socket: 1 });
    drive.send({ type: 'offerMade', transport: 1 });
    drive.now += 6_000;
    expect(drive.send({ type: 'socketClosed', socket: 1 })).toEqual([{ do: 'closeSocket', socket: 1 }]);
    expect(drive.send({ type: 'ticketHeld', life: 1 })).toEqual([{ do: 'openSocket', socket: 2 }]);
    expect(drive.send({ type: 'challenged', socket: 2 })).toEqual([
      { do: 'introduce', socket: 2, transport: 1 },
    ]);
  });
});

describe('the way back', () => {
  test('C6 pauses double, are fully jittered and end at a ceiling', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, chance) => {
        const wait = pause(attempt, chance);
        expect(wait).toBeGreaterThanOrEqual(1);
        expect(wait).toBeLessThan(Math.min(times.longestPause, times.firstPause * 2 ** attempt));
      }),
    );
    expect(pause(2, 0.5)).toBe(1_000);
  });

  test('C7 a lost socket is resumed while the seat is kept, with the same keys and the same transport', () => {
    const drive = inRoom();
    drive.send({ type: 'socketClosed', socket: 1 });
    expect(phaseOf(drive.state, true, drive.now)).toEqual({
      is: 'reconnecting',
      attempt: 1,
      nextTryAt: drive.now + 250,
    });
    drive.run(drive.now + 250);
    expect(drive.done.map((effect) => effect.do)).toEqual(['closeSocket', 'openSocket', 'resume']);
    expect(phaseOf(drive.state, true, drive.now)).toEqual({ is: 'live', media: 'connected' });
  });

  test('C8 a seat lost for longer than it is kept is followed by a fresh join with new keys', () => {
    const drive = inRoom();
    drive.answer = kind(() => false);
    drive.send({ type: 'socketClosed', socket: 1 });
    const lostAt = drive.now;
    drive.run(lostAt + times.seatKept - 1);
    expect(drive.count('askTicket')).toBe(0);
    drive.answer = kind();
    drive.run(lostAt + times.seatKept);
    expect(drive.done.at(-1)).toEqual({ do: 'acceptAnswer', transport: 2, answer: 'answer' });
    expect(drive.done).toContainEqual({ do: 'endLife', life: 1 });
    expect(drive.done).toContainEqual({ do: 'askTicket', life: 2 });
    expect(drive.stay).toBe('in');
  });

  test('C8 a refused resume is followed by a fresh join at once', () => {
    const drive = inRoom();
    drive.answer = (effect) =>
      effect.do === 'resume'
        ? [{ type: 'closed', socket: effect.socket, code: 'resumeRefused' }]
        : kind()(effect);
    drive.send({ type: 'socketClosed', socket: 1 });
    drive.run(drive.now + 250);
    expect(drive.state).toMatchObject({ stay: { is: 'in' }, life: 2 });
  });

  const final: CloseCode[] = [
    'roomNotFound',
    'roomEnded',
    'removed',
    'replaced',
    'left',
    'notAdmitted',
    'malformed',
    'roomFull',
  ];
  test.each(final)('C9 %s is final: everything is closed, nothing is tried again', (code) => {
    const drive = inRoom();
    drive.send({ type: 'closed', socket: 1, code });
    drive.run(drive.now + 600_000);
    expect(drive.done).toEqual([
      { do: 'closeTransport', transport: 1 },
      { do: 'closeSocket', socket: 1 },
      { do: 'endLife', life: 1 },
    ]);
    const why = code === 'roomNotFound' ? 'roomEnded' : code;
    expect(phaseOf(drive.state, true, drive.now)).toEqual({ is: 'closed', why });
  });

  test.each(['nobodyAnswered', 'tokenRefused', 'offerRefused'] as const)(
    'C9 %s ends the way in after three tries',
    (code) => {
      const drive = new Drive();
      drive.answer = (effect) =>
        effect.do === 'introduce'
          ? [{ type: 'closed', socket: effect.socket, code, retryInMs: 700 }]
          : kind()(effect);
      drive.send({ type: 'start' });
      drive.run(drive.now + 60_000);
      expect(drive.count('introduce')).toBe(3);
      expect(phaseOf(drive.state, false, drive.now)).toEqual({ is: 'closed', why: code, retryInMs: 700 });
    },
  );

  test.each(['busy', 'tooFast', 'serverStopping'] as const)('C9 %s: back no sooner than told', (code) => {
    const drive = inRoom();
    drive.send({ type: 'closed', socket: 1, code, retryInMs: 3_000 });
    drive.run(drive.now + 2_999);
    expect(drive.count('openSocket')).toBe(0);
    drive.run(drive.now + 10_000);
    expect(drive.stay).toBe('in');
    expect(drive.count('resume')).toBe(1);
  });

  test('C10 a silent socket is pinged every 5 s and given up after 10', () => {
    const drive = inRoom();
    drive.answer = (effect) => (effect.do === 'ping' ? [] : kind()(effect));
    const from = drive.now;
    drive.run(from + times.dead - 1);
    expect(drive.done.map((effect) => effect.do)).toEqual(['ping']);
    drive.run(from + times.dead + 250);
    expect(drive.count('resume')).toBe(1);
  });

  test('C10 a socket that answers pings is never given up', () => {
    const drive = inRoom();
    drive.run(drive.now + 3_600_000);
    expect(drive.count('closeSocket')).toBe(0);
    expect(drive.count('ping')).toBe(720);
  });

  test('C11 unreachable after two minutes, counted from the loss', () => {
    const drive = inRoom();
    drive.answer = kind(() => false);
    const lostAt = drive.now;
    drive.send({ type: 'socketClosed', socket: 1 });
    drive.run(lostAt + times.unreachable - 1);
    expect(drive.stay).not.toBe('closed');
    drive.run(lostAt + times.unreachable);
    expect(drive.state.stay).toMatchObject({ is: 'closed', why: 'unreachable' });
  });

  test('C16 leaving says so and closes everything at once', () => {
    const drive = inRoom();
    expect(drive.send({ type: 'leave' }).map((effect) => effect.do)).toEqual([
      'sayLeave',
      'closeTransport',
      'closeSocket',
      'endLife',
    ]);
    expect(drive.wakeAt).toBeUndefined();
  });
});

describe('media', () => {
  test('C12 mediaLost and a failed transport lead to a new offer on the same seat', () => {
    const drive = inRoom();
    drive.send({ type: 'mediaLost', socket: 1, retryInMs: 400 });
    expect(phaseOf(drive.state, true, drive.now)).toEqual({ is: 'live', media: 'reconnecting' });
    drive.run(drive.now + 400);
    expect(drive.done.map((effect) => effect.do)).toEqual([
      'closeTransport',
      'makeOffer',
      'sendOffer',
      'acceptAnswer',
    ]);
    drive.send({ type: 'transportDown', transport: 2 });
    expect(phaseOf(drive.state, true, drive.now)).toEqual({ is: 'live', media: 'connected' });
    expect(drive.count('sendOffer')).toBe(2);
  });

  test('C12 a first offer that has to wait is made meanwhile and sent in its time, or when the network changed', () => {
    const drive = inRoom();
    drive.send({ type: 'mediaLost', socket: 1, retryInMs: 400 });
    expect(drive.count('makeOffer')).toBe(1);
    drive.run(drive.now + 399);
    expect(drive.count('sendOffer')).toBe(0);
    drive.run(drive.now + 1);
    expect(drive.count('sendOffer')).toBe(1);
    drive.send({ type: 'mediaLost', socket: 1, retryInMs: 400 });
    drive.send({ type: 'networkChanged' });
    expect(drive.count('sendOffer')).toBe(2);
    drive.send({ type: 'mediaLost', socket: 1, retryInMs: times.offerAhead + 1 });
    expect(drive.count('makeOffer')).toBe(2);
  });

  test('C12 an offer that leads nowhere is replaced after 10 s, with growing pauses', () => {
    const drive = inRoom();
    drive.answer = (effect) => (effect.do === 'acceptAnswer' ? [] : kind()(effect));
    drive.send({ type: 'mediaLost', socket: 1, retryInMs: 0 });
    drive.run(drive.now + 120_000);
    expect(drive.count('makeOffer')).toBeGreaterThan(5);
    expect(drive.count('makeOffer')).toBeLessThan(13);
    expect(drive.stay).toBe('in');
  });

  test('C12 as soon as offers are answered again it hears again within 3 s, or the 10 s that the last one waits', () => {
    const drive = inRoom();
    drive.chance = () => 0.999;
    let answers = false;
    drive.answer = (effect) => (!answers && effect.do === 'acceptAnswer' ? [] : kind()(effect));
    drive.send({ type: 'mediaLost', socket: 1, retryInMs: 0 });
    drive.run(drive.now + 120_000);
    // The pause after the next failure is as long as any.
    const offers = drive.count('sendOffer');
    while (drive.state.media.is !== 'pausing') drive.run(drive.now + 50);
    answers = true;
    drive.run(drive.now + times.longestOfferPause);
    expect(drive.count('sendOffer')).toBe(offers + 1);
    expect(phaseOf(drive.state, true, drive.now)).toEqual({ is: 'live', media: 'connected' });
  });

  test('C13 packets that stop while somebody ought to be heard mean a new offer, once per stop', () => {
    const drive = inRoom();
    const traffic = (packets: number, expected = true) =>
      drive.send({
        type: 'traffic',
        transport: drive.state.transports,
        packets,
        expected,
        crowd: 2,
      });
    traffic(0);
    drive.now += 60_000;
    traffic(0);
    expect(drive.count('makeOffer')).toBe(0);
    traffic(50);
    drive.now += times.stall - 1;
    traffic(50);
    expect(drive.count('makeOffer')).toBe(0);
    drive.now += 1;
    traffic(50);
    drive.run(drive.now + 4);
    expect(drive.count('makeOffer')).toBe(1);
    drive.now += 60_000;
    traffic(0);
    expect(drive.count('makeOffer')).toBe(1);
  });

  test('C13 silence while nobody ought to speak is no stall', () => {
    const drive = inRoom();
    const at = { type: 'traffic', transport: 1, packets: 50, crowd: 2 } as const;
    drive.send({ ...at, expected: true });
    for (let i = 0; i < 40; i++) {
      drive.now += 250;
      drive.send({ ...at, expected: false });
    }
    drive.send({ ...at, expected: true });
    expect(drive.count('makeOffer')).toBe(0);
  });

  test('C13 the larger the room, the wider new offers after a stall are spread', () => {
    const waits = [2, 500, 5_000, 50_000].map((crowd) => {
      const drive = inRoom();
      drive.chance = () => 0.999;
      const at = { type: 'traffic', transport: 1, packets: 5, expected: true, crowd } as const;
      drive.send(at);
      drive.now += times.stall;
      drive.send(at);
      const { media } = drive.state;
      if (media.is === 'ready') return media.sendAt - drive.now;
      return media.is === 'pausing' ? media.until - drive.now : 0;
    });
    expect(waits).toEqual([3, 999, 9_990, 9_990]);
  });

  test('C14 after a network change a dead socket and a stalled path are believed sooner', () => {
    const drive = inRoom();
    drive.send({ type: 'traffic', transport: 1, packets: 9, expected: true, crowd: 2 });
    drive.answer = (effect) => (effect.do === 'openSocket' || effect.do === 'resume' ? kind()(effect) : []);
    drive.send({ type: 'networkChanged' });
    expect(drive.count('ping')).toBe(1);
    drive.now += times.stallAfterChange;
    drive.send({ type: 'traffic', transport: 1, packets: 9, expected: true, crowd: 2 });
    expect(drive.count('closeTransport')).toBe(1);
    drive.run(drive.now + times.deadAfterChange + 250);
    expect(drive.count('resume')).toBe(1);
  });
});

describe('C22 the address changed and nobody said so', () => {
  const silence = (drive: Drive, expected = true) =>
    drive.send({ type: 'traffic', transport: drive.state.transports, packets: 9, expected, crowd: 2 });

  /** In the room, with sound. */
  function hearing(): Drive {
    const drive = inRoom();
    silence(drive);
    return drive;
  }

  test('a server that does not answer either is left for another socket and a new offer, within a second', () => {
    const drive = hearing();
    drive.answer = (effect) => (effect.do === 'ping' ? [] : kind()(effect));
    const from = drive.now;
    drive.now = from + doubtAfter(2) - 1;
    silence(drive);
    expect(drive.count('ping')).toBe(0);
    drive.now = from + doubtAfter(2);
    silence(drive);
    expect(drive.count('ping')).toBe(1);
    drive.run(from + 1_000 + times.returnSpread);
    expect(drive.count('resume')).toBe(1);
    expect(drive.state).toMatchObject({
      media: { is: 'up' },
      stay: { is: 'in', lostAt: undefined },
      transports: 2,
    });
    expect(drive.count('sendOffer')).toBe(1);
  });

  test('the browser sees it first: a new offer is not left waiting for an answer in the old network', () => {
    const drive = hearing();
    drive.answer = (effect) => (effect.do === 'ping' || effect.do === 'sendOffer' ? [] : kind()(effect));
    drive.send({ type: 'transportDown', transport: 1 });
    expect(drive.count('ping')).toBe(1);
    drive.run(drive.now + 1_000);
    expect(drive.count('resume')).toBe(1);
    expect(drive.count('sendOffer')).toBe(2);
    expect(drive.state.media.is).toBe('offered');
  });

  test('one that answers is not, and it is asked once in each silence', () => {
    const drive = hearing();
    for (let i = 0; i < 11; i++) {
      drive.run(drive.now + 250);
      silence(drive);
    }
    expect(drive.count('ping')).toBe(1);
    expect(drive.state).toMatchObject({ media: { is: 'up' }, transports: 1, sockets: 1 });
    drive.send({ type: 'traffic', transport: 1, packets: 10, expected: true, crowd: 2 });
    drive.now += doubtAfter(2);
    drive.send({ type: 'traffic', transport: 1, packets: 10, expected: true, crowd: 2 });
    expect(drive.count('ping')).toBe(2);
  });

  test('nobody is asked where nobody ought to be heard', () => {
    const drive = hearing();
    for (let i = 0; i < 10; i++) {
      drive.run(drive.now + 250);
      silence(drive, false);
    }
    expect(drive.count('ping')).toBe(0);
  });

  test('on a slow path it has longer, as it took before, and never more than two seconds', () => {
    for (const [roundTrip, wait] of [
      [20, 340],
      [400, 1_100],
      [5_000, 2_000],
    ] as const) {
      const drive = hearing();
      drive.state = { ...drive.state, roundTrip };
      drive.answer = () => [];
      drive.now += doubtAfter(2);
      silence(drive);
      const asked = drive.now;
      drive.run(asked + wait - 1);
      expect(drive.state.socket.is).toBe('open');
      drive.run(asked + wait);
      expect(drive.state.socket.is).not.toBe('open');
    }
  });

  test('a round trip is from a ping to the next word', () => {
    const drive = hearing();
    drive.answer = () => [];
    drive.run(drive.now + times.ping);
    drive.now += 70;
    drive.send({ type: 'heard', socket: 1 });
    drive.now += 700;
    drive.send({ type: 'heard', socket: 1 });
    expect(drive.state.roundTrip).toBe(70);
  });

  test('a socket that dies while the sound goes on takes nothing with it', () => {
    const drive = hearing();
    drive.answer = () => [];
    drive.run(drive.now + times.dead + times.ping);
    expect(drive.count('closeTransport')).toBe(0);
  });

  test('a large room does not come back in one moment', () => {
    const backAt = (chance: number) => {
      const drive = hearing();
      drive.chance = () => chance;
      drive.answer = () => [];
      drive.now += doubtAfter(5_000);
      drive.send({ type: 'traffic', transport: 1, packets: 9, expected: true, crowd: 5_000 });
      drive.run(drive.now + 500);
      const { socket } = drive.state;
      return socket.is === 'pausing' ? socket.until - drive.now : 0;
    };
    expect(backAt(0.99) - backAt(0)).toBeGreaterThan(1_000);
  });
});

const socket = fc.nat(6);
const life = fc.nat(4);
const transport = fc.nat(8);
const anyInput: fc.Arbitrary<SessionInput> = fc.oneof(
  fc.constantFrom<SessionInput>({ type: 'start' }, { type: 'wake' }, { type: 'networkChanged' }),
  fc.record({ type: fc.constant('ticketHeld' as const), life }),
  fc.record({
    type: fc.constant('ticketFailed' as const),
    life,
    why: fc.constantFrom('network', 'busy', 'tooFast', 'roomNotFound'),
  }),
  fc.record({ type: fc.constantFrom('socketClosed', 'challenged', 'admitted', 'resumed', 'heard'), socket }),
  fc.record({ type: fc.constant('waiting' as const), socket, for: fc.constantFrom('steward', 'knock') }),
  fc.record({ type: fc.constant('answer' as const), socket, answer: fc.constant('a') }),
  fc.record({ type: fc.constant('mediaLost' as const), socket, retryInMs: fc.nat(1_000) }),
  fc.record({
    type: fc.constant('closed' as const),
    socket,
    code: fc.constantFrom<CloseCode>('busy', 'resumeRefused', 'tokenRefused', 'roomFull', 'removed'),
    retryInMs: fc.option(fc.nat(5_000), { nil: undefined }),
  }),
  fc.record({ type: fc.constantFrom('offerMade', 'transportUp', 'transportDown'), transport }),
  fc.record({
    type: fc.constant('traffic' as const),
    transport,
    packets: fc.nat(100),
    expected: fc.boolean(),
    crowd: fc.nat(100),
  }),
) as fc.Arbitrary<SessionInput>;
/** Stale numbers are rare enough on their own; most inputs speak of the present. */
const timed = fc.record({
  input: anyInput,
  present: fc.integer({ min: 0, max: 9 }),
  after: fc.oneof(fc.nat(300), fc.nat(20_000)),
  chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

const now = (state: SessionState, input: SessionInput): SessionInput => ({
  ...input,
  ...('life' in input && { life: state.life }),
  ...('socket' in input && { socket: state.sockets }),
  ...('transport' in input && { transport: state.transports }),
});

describe('whatever happens', () => {
  test('C1 C15 at most one of everything, one introduction a life, no spinning, silence after the end', () => {
    fc.assert(
      fc.property(fc.array(timed, { maxLength: 120 }), (events) => {
        let state = newSession;
        let clock = 0;
        const open = { socket: 0, transport: 0, life: 0 };
        const introduced = new Set<number>();
        const admittedLives = new Set<number>();
        for (const { input, present, after, chance } of [
          { input: { type: 'start' } as const, present: 0, after: 0, chance: 0 },
          ...events,
        ]) {
          clock += after;
          const given = present < 8 ? now(state, input) : input;
          const before = state;
          const result = step(state, given, clock, chance);
          state = result.state;
          if (before.stay.is === 'closed') expect(result).toMatchObject({ state: before, effects: [] });
          if (given.type === 'socketClosed' && given.socket === open.socket) open.socket = 0;
          for (const effect of result.effects) {
            switch (effect.do) {
              case 'openSocket':
                expect(open.socket).toBe(0);
                open.socket = effect.socket;
                break;
              case 'closeSocket':
                open.socket = 0;
                break;
              case 'makeOffer':
                expect(open.transport).toBe(0);
                open.transport = effect.transport;
                break;
              case 'closeTransport':
                expect(open.transport).toBe(effect.transport);
                open.transport = 0;
                break;
              case 'askTicket':
                expect(open.life).toBe(0);
                open.life = effect.life;
                break;
              case 'endLife':
                expect(open.life).toBe(effect.life);
                open.life = 0;
                break;
              case 'introduce':
                expect(introduced.has(open.life)).toBe(false);
                introduced.add(open.life);
                expect(open).toEqual({
                  socket: effect.socket,
                  transport: effect.transport,
                  life: open.life,
                });
                break;
              case 'resume':
                // Not `state.life`: the same step may go on to give the seat up.
                expect(admittedLives.has(open.life)).toBe(true);
                break;
              case 'ping':
              case 'sendOffer':
                expect(effect.socket).toBe(open.socket);
                break;
            }
          }
          if (state.stay.is === 'in') admittedLives.add(state.life);
          if (state.stay.is === 'closed') expect(open).toEqual({ socket: 0, transport: 0, life: 0 });
          if (result.wakeAt !== undefined) expect(result.wakeAt).toBeGreaterThan(clock);
          else expect(['closed', 'idle']).toContain(state.stay.is);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('C15 with a server that comes and goes, a device is in the room soon after the server is back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(30_000), fc.nat(60_000)), { maxLength: 4 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (outages, chances) => {
          let up = true;
          const drive = new Drive();
          drive.chance = () => chances.next().value;
          drive.answer = kind(() => up);
          drive.send({ type: 'start' });
          for (const [downFor, upFor] of outages) {
            up = false;
            drive.send({ type: 'socketClosed', socket: drive.state.sockets });
            drive.send({ type: 'transportDown', transport: drive.state.transports });
            drive.run(drive.now + downFor);
            up = true;
            drive.run(drive.now + times.longestPause + upFor);
            expect(phaseOf(drive.state, true, drive.now)).toEqual({ is: 'live', media: 'connected' });
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('no room just now', () => {
  test('C21 the person is told when it is tried again; it is, for as long as the server says so, and then it is in', () => {
    const drive = new Drive();
    let full = true;
    drive.answer = (effect) =>
      full && effect.do === 'introduce'
        ? [{ type: 'closed', socket: effect.socket, code: 'busy', retryInMs: 7_000 }]
        : kind()(effect);
    drive.send({ type: 'start' });
    for (let tries = 1; tries < 60; tries++) {
      const phase = phaseOf(drive.state, false, drive.now);
      expect(phase).toMatchObject({ is: 'reconnecting', full: true });
      if (phase.is !== 'reconnecting') return;
      expect(phase.nextTryAt).toBeGreaterThanOrEqual(drive.now + 7_000);
      drive.run(phase.nextTryAt);
    }
    full = false;
    drive.run(drive.now + 60_000);
    expect(phaseOf(drive.state, true, drive.now)).toEqual({ is: 'live', media: 'connected' });
    drive.answer = kind(() => false);
    drive.send({ type: 'closed', socket: drive.state.sockets, code: 'resumeRefused' });
    drive.run(drive.now + 10_000);
    expect(phaseOf(drive.state, true, drive.now)).not.toHaveProperty('full');
  });

  test('C6 sockets that a whole large room lost at once do not all come back at once; in a small room nobody waits', () => {
    const first = (crowd: number, luck: number) => {
      const drive = inRoom();
      drive.chance = () => luck;
      drive.send({ type: 'traffic', transport: 1, packets: 1, expected: false, crowd });
      drive.send({ type: 'socketClosed', socket: 1 });
      const { socket } = drive.state;
      return socket.is === 'pausing' ? socket.until - drive.now : undefined;
    };
    expect(first(10, 0.999)).toBeLessThan(510);
    expect(first(5_000, 0.999)).toBeGreaterThan(4_000);
    expect(first(5_000, 0.999)).toBeLessThan(4_500);
    expect(first(5_000, 0)).toBeLessThan(5);
  });
});

describe('moving', () => {
  /** In the room, asked to move, with the second transport offered. */
  function asked(by = 100): Drive {
    const drive = inRoom();
    drive.send({ type: 'move', socket: 1, by });
    drive.run(drive.now + by);
    return drive;
  }

  test('C18 a second transport is made at a moment within the time, and the present one goes on', () => {
    const drive = inRoom();
    drive.chance = () => 0.4;
    drive.send({ type: 'move', socket: 1, by: 1_000 });
    expect(drive.count('makeOffer')).toBe(0);
    drive.run(drive.now + 399);
    expect(drive.count('makeOffer')).toBe(0);
    drive.run(drive.now + 1);
    expect(drive.done).toEqual([
      { do: 'makeOffer', transport: 2, second: true },
      { do: 'sendOffer', socket: 1, transport: 2, second: true },
    ]);
    expect(phaseOf(drive.state, true, drive.now)).toEqual({ is: 'live', media: 'connected' });
    expect(drive.state.transports).toBe(1);
  });

  test('C18 it carries when control says so and it is up, in whatever order, and the one before closes a moment later', () => {
    for (const order of ['up first', 'word first']) {
      const drive = asked();
      const up = () => drive.send({ type: 'transportUp', transport: 2 });
      drive.answer = () => [];
      drive.send({ type: 'answer', socket: 1, answer: 'b', next: 2 });
      if (order === 'up first') up();
      expect(drive.count('carry')).toBe(0);
      drive.send({ type: 'moved', socket: 1, next: 2 });
      if (order === 'word first') {
        expect(drive.count('carry')).toBe(0);
        up();
      }
      expect(drive.done.at(-1)).toEqual({ do: 'carry', transport: 2 });
      expect(phaseOf(drive.state, true, drive.now)).toEqual({ is: 'live', media: 'connected' });
      drive.answer = kind();
      drive.run(drive.now + times.overlap - 1);
      expect(drive.count('closeTransport')).toBe(0);
      drive.run(drive.now + 1);
      expect(drive.done.at(-1)).toEqual({ do: 'closeTransport', transport: 1 });
      // Word of the one before means nothing any more, and of the present one everything.
      drive.send({ type: 'transportDown', transport: 1 });
      expect(drive.count('makeOffer')).toBe(1);
      drive.send({ type: 'transportDown', transport: 2 });
      expect(drive.done.at(-1)).toMatchObject({ do: 'acceptAnswer', transport: 3 });
    }
  });

  test('C18 the answer to the first offer is not taken for that to the second, nor the other way round', () => {
    const drive = asked();
    drive.done.length = 0;
    drive.send({ type: 'answer', socket: 1, answer: 'a' });
    drive.send({ type: 'answer', socket: 1, answer: 'c', next: 7 });
    expect(drive.done).toEqual([]);
    drive.send({ type: 'answer', socket: 1, answer: 'b', next: 2 });
    expect(drive.done[0]).toEqual({ do: 'acceptAnswer', transport: 2, answer: 'b' });
  });

  test('C19 a second transport that fails costs nothing; one that control gave up is closed', () => {
    const fails: SessionInput[] = [
      { type: 'transportDown', transport: 2 },
      { type: 'mediaLost', socket: 1, retryInMs: 0, next: 2 },
    ];
    for (const input of fails) {
      const drive = asked();
      drive.done.length = 0;
      drive.send(input);
      expect(drive.done).toEqual([{ do: 'closeTransport', transport: 2 }]);
      expect(drive.state).toMatchObject({ second: { is: 'none' }, media: { is: 'up' }, transports: 1 });
    }
    const drive = asked();
    drive.answer = (effect) => (effect.do === 'ping' ? kind()(effect) : []);
    drive.run(drive.now + times.patience);
    expect(drive.state).toMatchObject({ second: { is: 'none' }, media: { is: 'up' } });
  });

  test('C19 control uses one that is gone here: a new offer', () => {
    const drive = asked();
    drive.send({ type: 'transportDown', transport: 2 });
    drive.send({ type: 'moved', socket: 1, next: 2 });
    expect(drive.done).toContainEqual({ do: 'sendOffer', socket: 1, transport: 3 });
  });

  test('C19 a spare stays over a lost socket, and what was said meanwhile is said again; one that is being made does not', () => {
    const drive = asked();
    drive.send({ type: 'answer', socket: 1, answer: 'b', next: 2 });
    drive.send({ type: 'transportUp', transport: 2 });
    drive.send({ type: 'socketClosed', socket: 1 });
    drive.run(drive.now + 250);
    expect(drive.state.second).toEqual({ is: 'up', n: 2 });
    drive.send({ type: 'moved', socket: 2, next: 2 });
    drive.send({ type: 'moved', socket: 2, next: 2 });
    expect(drive.count('carry')).toBe(1);
    const other = asked();
    other.send({ type: 'socketClosed', socket: 1 });
    expect(other.state.second).toEqual({ is: 'none' });
  });

  test('C19 when the present transport is lost and no spare takes over, everything is made anew', () => {
    const drive = asked();
    drive.send({ type: 'mediaLost', socket: 1, retryInMs: 0 });
    expect(drive.done).toContainEqual({ do: 'closeTransport', transport: 1 });
    expect(drive.done).toContainEqual({ do: 'closeTransport', transport: 2 });
    expect(drive.done).toContainEqual({ do: 'sendOffer', socket: 1, transport: 3 });
  });

  test('C1 whatever happens, at most one transport is beside the present one, and at the end all are closed', () => {
    const n = fc.integer({ min: 1, max: 6 });
    const input: fc.Arbitrary<SessionInput> = fc.oneof(
      fc.record({ type: fc.constant('move' as const), socket: fc.constant(1), by: fc.nat(500) }),
      fc.record({ type: fc.constant('moved' as const), socket: fc.integer({ min: 1, max: 3 }), next: n }),
      fc.record({ type: fc.constant('transportUp' as const), transport: n }),
      fc.record({ type: fc.constant('transportDown' as const), transport: n }),
      fc.record({
        type: fc.constant('answer' as const),
        socket: fc.constant(1),
        answer: fc.constant('x'),
        next: n,
      }),
      fc.record({
        type: fc.constant('mediaLost' as const),
        socket: fc.constant(1),
        retryInMs: fc.nat(900),
        next: n,
      }),
      fc.constant({ type: 'mediaLost' as const, socket: 1, retryInMs: 0 }),
      fc.constant({ type: 'socketClosed' as const, socket: 1 }),
      fc.constant({ type: 'networkChanged' as const }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(input, fc.nat(3_000)), { maxLength: 25 }), (inputs) => {
        const drive = new Drive();
        drive.answer = kind();
        drive.send({ type: 'start' });
        const open = () => {
          const made = drive.done.flatMap((effect) => (effect.do === 'makeOffer' ? [effect.transport] : []));
          const closed = new Set(
            drive.done.flatMap((effect) => (effect.do === 'closeTransport' ? [effect.transport] : [])),
          );
          return made.filter((transport) => !closed.has(transport)).length;
        };
        for (const [each, wait] of inputs) {
          drive.send(each);
          // The present one, one beside it, and for a moment the one before.
          expect(open()).toBeLessThanOrEqual(3);
          drive.run(drive.now + wait);
        }
        drive.run(drive.now + 30_000);
        expect(open()).toBeLessThanOrEqual(2);
        expect(drive.state.media.is).toBe('up');
        drive.send({ type: 'leave' });
        expect(open()).toBe(0);
      }),
    );
  });
});
