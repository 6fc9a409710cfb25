import type { KeyEffect, Roster } from '@stoa/e2ee';
import { type ClientMessage, type ClientMessageOf, leaf, type RoomSnapshot } from '@stoa/protocol';
import { settled, VirtualClock } from '@stoa/testkit';
import { describe, expect, test } from 'vitest';
import type { Body } from '../chat/words.ts';
import { decodeBody, encodeBody, encodeReaction } from '../chat/words.ts';
import type { RoomSignal } from '../room-view.ts';
import { Conversation } from './conversation.ts';
import { Orders } from './orders.ts';
import type { Keys } from './ports.ts';
import { firstFacts, type RoomFacts } from './view.ts';
import { ViewStore } from './view-store.ts';

const [host, me, other] = [leaf(0), leaf(1), leaf(2)];

const roster = (change: Partial<Roster> = {}): Roster => ({
  ...{ me, title: '', policy: 'open', strict: false, present: 3, headSeq: 1, safetyCode: '', acting: false },
  stage: [{ leaf: host, name: 'Host', role: 'moderator', muted: false }],
  audience: [
    { leaf: me, name: 'Me', role: 'listener' },
    { leaf: other, name: 'Other', role: 'listener' },
  ],
  ...change,
});
const asHost = (change: Partial<Roster> = {}) => roster({ me: host, acting: true, ...change });
const control: RoomSnapshot = {
  ...{ stage: [], queue: [], hands: 0, participants: 3, consumers: 3, frozen: false },
  ...{ chat: 'everybody', probation: 0 },
};

/** A conversation whose keys seal nothing, so that the test can read what goes out. */
class Desk {
  readonly clock = new VirtualClock();
  readonly sent: ClientMessage[] = [];
  readonly signals: RoomSignal[] = [];
  readonly orders = new Orders();
  readonly store: ViewStore;
  readonly talk: Conversation;
  isLive = true;
  /** Does the room have keys to seal with? */
  mayWrite = true;
  readonly #counters = new Map<number, number>();

  constructor(facts: Partial<RoomFacts> = {}) {
    const first = firstFacts({ how: 'join', name: 'Me' } as never, 'playing');
    this.store = new ViewStore({ ...first, roster: roster(), control, ...facts });
    this.store.onSignal((signal) => this.signals.push(signal));
    const seal = async (body: Uint8Array) => (this.mayWrite ? body : undefined);
    const keys = { write: seal, writeNameless: seal } as unknown as Keys;
    const desk = this;
    this.talk = new Conversation(
      this.store,
      {
        get isLive() {
          return desk.isLive;
        },
        keys,
        send: (message) => desk.sent.push(message) > 0,
      },
      this.orders,
      this.clock,
    );
  }

  get chat() {
    return this.store.view.chat;
  }

  /** What went out, with the number that its author had seen come back. */
  get said() {
    return this.sent.flatMap((message) => (message.t === 'say' ? [decodeBody(message.bytes)] : []));
  }

  async answered<T>(outcome: Promise<T>): Promise<T> {
    await settled();
    const { id } = this.sent.findLast(({ t }) => t === 'say') as ClientMessageOf<'say'>;
    this.orders.done(id);
    return outcome;
  }

  /** A proven message comes from the keys. */
  hears(from: number, body: Body | Uint8Array, after?: number): number {
    const counter = this.#counters.get(from) ?? 0;
    this.#counters.set(from, counter + 1);
    const bytes = body instanceof Uint8Array ? body : encodeBody(body, after);
    const message = {
      leaf: leaf(from),
      name: ['Host', 'Me', 'Other'][from] ?? 'Late',
      counter,
      time: 0,
      body: bytes,
    };
    this.talk.opened({ type: 'message', message });
    return counter;
  }

  /** One that the server kept for itself. */
  loses(from: number): void {
    this.#counters.set(from, (this.#counters.get(from) ?? 0) + 1);
  }
}

describe('writing', () => {
  test('text is cleaned, sealed, sent, and done when the server says so', async () => {
    const desk = new Desk();
    expect(await desk.answered(desk.talk.say('  hello  '))).toEqual({ ok: true });
    expect(desk.said).toEqual([{ body: { k: 'chat', text: 'hello' }, after: undefined }]);
    expect(desk.chat.lines).toEqual([]);
    expect(await desk.talk.say(' ')).toEqual({ ok: false, why: 'malformed' });
    const refused = desk.talk.say('again');
    await settled();
    desk.orders.refused((desk.sent.at(-1) as ClientMessageOf<'say'>).id, 'tooFast');
    expect(await refused).toEqual({ ok: false, why: 'tooFast' });
    const unanswered = desk.talk.say('again');
    await settled();
    await desk.clock.advance(10_000);
    expect(await unanswered).toEqual({ ok: false, why: 'offline' });
  });

  test('nothing goes out without a line or keys, and no moderation by others', async () => {
    const desk = new Desk();
    desk.mayWrite = false;
    expect(await desk.talk.say('hello')).toEqual({ ok: false, why: 'offline' });
    expect(await desk.talk.react('👏')).toEqual({ ok: false, why: 'offline' });
    desk.mayWrite = true;
    expect(await desk.talk.pin('https://example.org/', 'Slides')).toEqual({ ok: false, why: 'notAllowed' });
    expect(await desk.talk.hide({ leaf: other, counter: 0 })).toEqual({ ok: false, why: 'notAllowed' });
    desk.isLive = false;
    expect(await desk.talk.say('hello')).toEqual({ ok: false, why: 'offline' });
    expect(desk.sent).toEqual([]);
    desk.isLive = true;
    expect(await desk.talk.react('👏')).toEqual({ ok: true });
    expect(desk.sent).toEqual([{ t: 'react', bytes: encodeReaction('👏') }]);
  });

  test('a message under way is no command under way', async () => {
    const desk = new Desk();
    void desk.talk.say('hello');
    await settled();
    expect(desk.orders.idle).toBe(true);
    desk.orders.open();
    expect(desk.orders.idle).toBe(false);
  });
});

describe('reading', () => {
  test('T3 T8 lines stand as they came, with the names of the roster, also of those who left', () => {
    const desk = new Desk();
    desk.hears(other, { k: 'chat', text: 'one' });
    desk.hears(me, { k: 'chat', text: 'two' });
    expect(desk.chat.lines).toMatchObject([
      { leaf: other, counter: 0, name: 'Other', isMe: false, text: 'one', hidden: undefined },
      { leaf: me, counter: 0, name: 'Me', isMe: true, text: 'two' },
    ]);
    const { lines } = desk.chat;
    desk.store.set({ voices: new Map() });
    expect(desk.chat.lines).toBe(lines);
    desk.store.set({ roster: roster({ audience: [] }) });
    expect(desk.chat.lines[0]).toMatchObject({ name: 'Other' });
    desk.hears(other, new TextEncoder().encode('{"k":"of a newer app"}'));
    expect(desk.chat.lines).toHaveLength(2);
  });

  test('T4 T5 moderators by the signed stage of the moment pin and hide', () => {
    const desk = new Desk();
    const rude = desk.hears(other, { k: 'chat', text: 'rude' });
    desk.hears(me, { k: 'hide', leaf: other, counter: rude });
    desk.hears(me, { k: 'pin', url: 'https://example.org/', title: 'Mine' });
    expect(desk.chat).toMatchObject({ lines: [{ hidden: undefined }], pin: undefined });
    desk.hears(host, { k: 'hide', leaf: other, counter: rude });
    desk.hears(host, { k: 'pin', url: 'https://example.org/', title: 'Slides' });
    expect(desk.chat).toMatchObject({
      lines: [{ text: '', hidden: { byName: 'Host' } }],
      pin: { title: 'Slides', byName: 'Host' },
    });
  });

  test('T7 reactions come and fade', async () => {
    const desk = new Desk();
    const reactions: KeyEffect = {
      type: 'reactions',
      bodies: [encodeReaction('👏'), encodeReaction('🔥'), Uint8Array.of(9)],
      more: 3,
    };
    desk.talk.opened(reactions);
    expect(desk.chat.reactions.map(({ sign }) => sign)).toEqual(['👏', '🔥']);
    await desk.clock.advance(4_000);
    desk.talk.tick(desk.clock.now());
    expect(desk.chat.reactions).toEqual([]);
  });

  test('T9 whoever wrote something that did not come here is marked; being away for long is nobody’s fault', () => {
    const desk = new Desk();
    desk.hears(other, { k: 'chat', text: 'one' });
    desk.hears(other, { k: 'chat', text: 'two' }, 0);
    desk.loses(other);
    desk.hears(other, { k: 'chat', text: 'four' }, 2);
    expect(desk.chat.lines.map(({ missedBefore }) => missedBefore)).toEqual([false, false, true]);
    desk.loses(other);
    desk.talk.received({ t: 'resumed', n: 9, room: control });
    desk.hears(other, { k: 'chat', text: 'six' }, 4);
    expect(desk.chat.lines.at(-1)).toMatchObject({ text: 'six', missedBefore: false });
    // One that the server refused came to nobody.
    desk.loses(other);
    desk.hears(other, { k: 'chat', text: 'eight' }, 5);
    expect(desk.chat.lines.at(-1)).toMatchObject({ text: 'eight', missedBefore: false });
  });

  test('T9 one’s own messages say what came back', async () => {
    const desk = new Desk();
    await desk.answered(desk.talk.say('one'));
    desk.hears(me, { k: 'chat', text: 'one' });
    await desk.answered(desk.talk.say('two'));
    expect(desk.said.at(-1)).toEqual({ body: { k: 'chat', text: 'two' }, after: 0 });
  });
});

describe('the pin and newcomers', () => {
  const late = { leaf: leaf(3), name: 'Late', role: 'listener' as const };
  const pass = async (desk: Desk, ms: number) => {
    for (let left = ms; left > 0; left -= 250) {
      await desk.clock.advance(250);
      desk.talk.tick(desk.clock.now());
      await settled();
    }
  };

  test('T10 the acting steward says it again for those who came since, once', async () => {
    const desk = new Desk({ roster: asHost() });
    await desk.answered(desk.talk.pin('https://example.org/', 'Slides'));
    desk.hears(host, { k: 'pin', url: 'https://example.org/', title: 'Slides' });
    await pass(desk, 20_000);
    expect(desk.said).toHaveLength(1);
    desk.store.set({ roster: asHost({ audience: [...roster().audience, late] }) });
    await pass(desk, 3_000);
    expect(desk.said).toHaveLength(2);
    expect(desk.said[1]!.body).toEqual({ k: 'pin', url: 'https://example.org/', title: 'Slides' });
    desk.hears(host, desk.said[1]!.body);
    await pass(desk, 30_000);
    expect(desk.said).toHaveLength(2);
    expect(desk.chat.pin).toMatchObject({ byName: 'Host' });
  });

  test('T10 nobody else does, and nobody without a pin', async () => {
    const listener = new Desk();
    listener.hears(host, { k: 'pin', url: 'https://example.org/', title: 'Slides' });
    listener.store.set({ roster: roster({ audience: [...roster().audience, late] }) });
    await pass(listener, 20_000);
    const empty = new Desk({ roster: asHost() });
    empty.store.set({ roster: asHost({ audience: [late] }) });
    await pass(empty, 20_000);
    expect([...listener.sent, ...empty.sent]).toEqual([]);
  });
});

describe('what the server decides', () => {
  test('who was silenced is told once, and may not write; moderators see the list', () => {
    const desk = new Desk();
    for (let i = 0; i < 2; i++) desk.talk.received({ t: 'silenced', silenced: true });
    expect(desk.signals).toEqual([{ type: 'silenced', silenced: true }]);
    expect(desk.chat).toMatchObject({ mayWrite: false, mayReact: false });
    desk.talk.received({ t: 'silences', leaves: [me] });
    expect(desk.chat.silenced).toEqual([]);
    desk.store.set({ roster: asHost() });
    expect(desk.chat.silenced).toEqual([me]);
  });

  test('who may write follows the room; moderators always may', () => {
    const desk = new Desk();
    desk.store.set({ control: { ...control, chat: 'stage' } });
    expect(desk.chat).toMatchObject({ who: 'stage', mayWrite: false, mayReact: true });
    desk.store.set({ control: { ...control, chat: 'nobody' }, roster: asHost() });
    expect(desk.chat).toMatchObject({ mayWrite: true });
  });

  test('a probation is shown with the time of its end', async () => {
    const desk = new Desk();
    await desk.clock.advance(1_000);
    desk.talk.received({ t: 'probations', ends: [{ leaf: host, inMs: 30_000 }] });
    expect(desk.store.view.stage[0]).toMatchObject({ probationEndsAt: desk.clock.now() + 30_000 });
    desk.talk.received({ t: 'probations', ends: [] });
    expect(desk.store.view.stage[0]).not.toHaveProperty('probationEndsAt');
  });

  test('who joins afresh begins anew, and keeps what was read', () => {
    const desk = new Desk();
    desk.hears(me, { k: 'chat', text: 'mine' });
    desk.talk.received({ t: 'silenced', silenced: true });
    desk.talk.newLife(me);
    desk.store.set({
      roster: roster({ me: leaf(7), audience: [{ leaf: leaf(7), name: 'Me', role: 'listener' }] }),
    });
    expect(desk.chat).toMatchObject({ mayWrite: true, lines: [{ name: 'Me', text: 'mine', isMe: true }] });
  });
});
