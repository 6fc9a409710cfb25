import type { Reaction, Room, RoomSignal, RoomView } from '@stoa/client';
import type { Leaf } from '@stoa/protocol';
import { afterEach, describe, expect, test } from 'vitest';

/** What every `Room` does, whatever stands behind it: the shipped fake and the real thing pass the same tests. */
export type ContractSubject = {
  /** A device in a new room with `others` in the audience, in this order. */
  moderator(others: readonly string[]): Promise<ContractWorld>;
  /** A device in the audience of a room with one moderator. */
  listener(): Promise<ContractWorld>;
};
export type ContractWorld = {
  readonly room: Room;
  /** What the other people do: in a listener's world there is one, the moderator. */
  readonly others: readonly Other[];
  close(): Promise<void>;
};
export type Other = {
  readonly leaf: Leaf;
  raisesHand(): Promise<void>;
  says(text: string): Promise<void>;
  reacts(sign: Reaction): Promise<void>;
  /** What a moderator does to the device under test. */
  invites(leaf: Leaf): Promise<void>;
  mutes(leaf: Leaf): Promise<void>;
  movesToAudience(leaf: Leaf): Promise<void>;
  removes(leaf: Leaf): Promise<void>;
  silences(leaf: Leaf, silenced: boolean): Promise<void>;
  chatIsFor(who: 'everybody' | 'stage' | 'nobody'): Promise<void>;
};

export function roomContract(name: string, subject: ContractSubject): void {
  describe(name, () => {
    const open: ContractWorld[] = [];
    const given = async (world: Promise<ContractWorld>) => {
      const { room, others, close } = await world;
      open.push({ room, others, close });
      const signals: RoomSignal['type'][] = [];
      room.onSignal((signal) => signals.push(signal.type));
      return { room, others, signals, me: room.view.me!.leaf };
    };
    afterEach(async () => {
      await Promise.all(open.splice(0).map((world) => world.close()));
    });

    test('who opens a room is its moderator, on stage, with a link that names no title', async () => {
      const { room } = await given(subject.moderator([]));
      expect(room.view.me).toMatchObject({ role: 'moderator', muted: false, invited: false });
      expect(room.view.stage).toHaveLength(1);
      expect(room.view.stage[0]).toMatchObject({ isMe: true, role: 'moderator' });
      expect(room.view.canHear).toBe(1);
      expect(room.link).toMatch(/^\/r\/[A-Za-z0-9_-]{22}#[A-Za-z0-9_.-]+$/);
      expect(room.view.safetyCode).toMatch(/^\d{5}( \d{5}){5}$/);
    });

    test('people who join are counted and named', async () => {
      const { room } = await given(subject.moderator(['Ada', 'Bo']));
      const view = await until(room, (v) => v.canHear === 3 && v.audience.people.length === 2);
      expect(view.audience.total).toBe(2);
      expect(view.audience.people.map((person) => person.name).sort()).toEqual(['Ada', 'Bo']);
    });

    test('a raised hand is invited: on stage at once, muted, moved down, each shown and told', async () => {
      const { room, others, signals } = await given(subject.moderator(['Ada']));
      const { leaf } = others[0]!;
      await until(room, (v) => v.audience.people.length === 1);
      await others[0]!.raisesHand();
      const raised = await until(room, (v) => v.hands.total === 1);
      expect(raised.hands.people).toEqual([{ leaf, name: 'Ada', role: 'listener' }]);
      expect(await room.invite(leaf)).toEqual({ ok: true });
      const staged = await until(room, (v) => v.stage.length === 2 && v.hands.total === 0);
      expect(staged.stage[1]).toMatchObject({ name: 'Ada', role: 'speaker', muted: false, isMe: false });
      expect(await room.invite(leaf)).toEqual({ ok: false, why: 'alreadyOnStage' });
      expect(await room.mute(leaf)).toEqual({ ok: true });
      await until(room, (v) => v.stage[1]?.muted === true);
      expect(await room.makeModerator(leaf)).toEqual({ ok: true });
      await until(room, (v) => v.stage[1]?.role === 'moderator');
      expect(await room.moveToAudience(leaf)).toEqual({ ok: true });
      await until(room, (v) => v.stage.length === 1);
      expect(signals).toEqual(['handRaised', 'personJoinedStage', 'personLeftStage']);
    });

    test('a removed person is gone from the room and from the count', async () => {
      const { room, others } = await given(subject.moderator(['Ada']));
      await until(room, (v) => v.canHear === 2);
      expect(await room.remove(others[0]!.leaf)).toEqual({ ok: true });
      await until(room, (v) => v.canHear === 1 && v.audience.total === 0);
      expect(await room.remove(others[0]!.leaf)).toEqual({ ok: false, why: 'noSuchPerson' });
    });

    test('a frozen stage takes nobody; an ended room is closed with its reason', async () => {
      const { room, others } = await given(subject.moderator(['Ada']));
      expect(await room.freezeStage(true)).toEqual({ ok: true });
      await until(room, (v) => v.frozen);
      expect(await room.invite(others[0]!.leaf)).toEqual({ ok: false, why: 'stageFrozen' });
      expect(await room.endRoom()).toEqual({ ok: true });
      const view = await untilClosed(room);
      expect(view.phase).toMatchObject({ is: 'closed', why: 'roomEnded' });
      expect(view.microphone).toBe('off');
      expect(await room.raiseHand()).toEqual({ ok: false, why: 'offline' });
    });

    test('a listener has no microphone open and may not moderate; its hand goes up and down', async () => {
      const { room, others } = await given(subject.listener());
      expect(room.view.me).toMatchObject({ role: 'listener', muted: true, invited: false });
      expect(room.view.microphone).toBe('off');
      expect(await room.remove(others[0]!.leaf)).toEqual({ ok: false, why: 'notAllowed' });
      expect(await room.endRoom()).toEqual({ ok: false, why: 'notAllowed' });
      expect(await room.setMuted(false)).toEqual({ ok: false, why: 'notOnStage' });
      expect(await room.leaveStage()).toEqual({ ok: false, why: 'notOnStage' });
      expect(await room.raiseHand()).toEqual({ ok: true });
      await until(room, (v) => v.me?.handPosition === 1);
      expect(await room.lowerHand()).toEqual({ ok: true });
      await until(room, (v) => v.me?.handPosition === undefined);
    });

    test('nobody gets on stage uninvited, and the microphone is given back', async () => {
      const { room } = await given(subject.listener());
      expect(await room.acceptInvite()).toEqual({ ok: false, why: 'notInvited' });
      expect(room.view.microphone).toBe('off');
      expect(room.view.me?.role).toBe('listener');
      expect(await room.declineInvite()).toEqual({ ok: false, why: 'notInvited' });
    });

    test('invited, accepted, muted by oneself and by a moderator, and down again', async () => {
      const { room, others, signals, me } = await given(subject.listener());
      await others[0]!.invites(me);
      await until(room, (v) => v.me?.invited === true);
      expect(await room.acceptInvite()).toEqual({ ok: true });
      const staged = await until(room, (v) => v.me?.role === 'speaker' && v.microphone === 'on');
      expect(staged.me).toMatchObject({ muted: false, invited: false });
      expect(await room.setMuted(true)).toEqual({ ok: true });
      await until(room, (v) => v.me?.muted === true);
      expect(await room.setMuted(false)).toEqual({ ok: true });
      await until(room, (v) => v.me?.muted === false);
      await others[0]!.mutes(me);
      await until(room, (v) => v.me?.muted === true);
      expect(await room.leaveStage()).toEqual({ ok: true });
      const down = await until(room, (v) => v.me?.role === 'listener');
      expect(down.microphone).toBe('off');
      expect(signals).toEqual(['invited', 'nowOnStage', 'mutedByModerator']);
    });

    test('a declined invitation is no news to the one who declined it', async () => {
      const { room, others, signals, me } = await given(subject.listener());
      await others[0]!.invites(me);
      await until(room, (v) => v.me?.invited === true);
      expect(await room.declineInvite()).toEqual({ ok: true });
      await until(room, (v) => v.me?.invited === false);
      expect(signals).toEqual(['invited']);
    });

    test('moved to the audience by a moderator: told, and the microphone is off', async () => {
      const { room, others, signals, me } = await given(subject.listener());
      await others[0]!.invites(me);
      await until(room, (v) => v.me?.invited === true);
      await room.acceptInvite();
      await until(room, (v) => v.me?.role === 'speaker');
      await others[0]!.movesToAudience(me);
      await until(room, (v) => v.me?.role === 'listener' && v.microphone === 'off');
      expect(signals).toContain('movedToAudience');
    });

    test('removed: closed with that reason, for good', async () => {
      const { room, others, me } = await given(subject.listener());
      await others[0]!.removes(me);
      expect((await untilClosed(room)).phase).toMatchObject({ is: 'closed', why: 'removed' });
      room.leave();
      expect(room.view.phase).toMatchObject({ is: 'closed', why: 'removed' });
    });

    test('what people write stands with their names in one order; moderators pin, hide and take down', async () => {
      const { room, others, me } = await given(subject.moderator(['Ada']));
      const ada = others[0]!;
      await until(room, (v) => v.audience.people.length === 1);
      await ada.says('Good evening');
      await until(room, (v) => v.chat.lines.length === 1);
      expect(await room.say(' Welcome, Ada ')).toEqual({ ok: true });
      expect(await room.say(' ')).toEqual({ ok: false, why: 'malformed' });
      const { lines } = (await until(room, (v) => v.chat.lines.length === 2)).chat;
      expect(lines).toMatchObject([
        { leaf: ada.leaf, name: 'Ada', isMe: false, text: 'Good evening', hidden: undefined },
        { leaf: me, isMe: true, text: 'Welcome, Ada', missedBefore: false },
      ]);
      await ada.reacts('👏');
      const reacted = await until(room, (v) => v.chat.reactions.length === 1);
      expect(reacted.chat.reactions[0]).toMatchObject({ sign: '👏' });
      expect(await room.pin('https://example.org/slides', 'Slides')).toEqual({ ok: true });
      const name = room.view.me?.name;
      const pinned = await until(room, (v) => v.chat.pin !== undefined);
      expect(pinned.chat.pin).toEqual({ url: 'https://example.org/slides', title: 'Slides', byName: name });
      expect(await room.pin('http://example.org/', 'Slides')).toEqual({ ok: false, why: 'malformed' });
      expect(await room.unpin()).toEqual({ ok: true });
      await until(room, (v) => v.chat.pin === undefined);
      expect(await room.hide(lines[0]!)).toEqual({ ok: true });
      const hidden = await until(room, (v) => v.chat.lines[0]?.hidden !== undefined);
      expect(hidden.chat.lines[0]).toMatchObject({ name: 'Ada', text: '', hidden: { byName: name } });
      expect(hidden.alarms).toEqual([]);
    });

    test('moderators say who may write, silence people, and see whom', async () => {
      const { room, others } = await given(subject.moderator(['Ada']));
      const ada = others[0]!;
      expect(await room.setChat('stage')).toEqual({ ok: true });
      await until(room, (v) => v.chat.who === 'stage' && v.chat.mayWrite);
      expect(await room.silence(ada.leaf, true)).toEqual({ ok: true });
      await until(room, (v) => v.chat.silenced.length === 1 && v.chat.silenced[0] === ada.leaf);
      expect(await room.silence(ada.leaf, false)).toEqual({ ok: true });
      await until(room, (v) => v.chat.silenced.length === 0);
      expect(await room.silence(room.view.me!.leaf, true)).toEqual({ ok: false, why: 'notAllowed' });
    });

    test('a listener writes as far as the room lets it', async () => {
      const { room, others, signals, me } = await given(subject.listener());
      expect(room.view.chat).toMatchObject({
        who: 'everybody',
        mayWrite: true,
        mayReact: true,
        silenced: [],
      });
      expect(await room.say('Hello')).toEqual({ ok: true });
      await until(room, (v) => v.chat.lines.length === 1);
      expect(await room.pin('https://example.org/', 'Mine')).toEqual({ ok: false, why: 'notAllowed' });
      await others[0]!.chatIsFor('stage');
      await until(room, (v) => !v.chat.mayWrite && v.chat.mayReact);
      expect(await room.say('Hello again')).toEqual({ ok: false, why: 'notAllowed' });
      await others[0]!.silences(me, true);
      await until(room, (v) => !v.chat.mayReact);
      await others[0]!.silences(me, false);
      await until(room, (v) => v.chat.mayReact);
      expect(signals).toEqual(['silenced', 'silenced']);
      expect(await room.setChat('everybody')).toEqual({ ok: false, why: 'notAllowed' });
    });

    test('a raised hand gives the stage for a while, and a moderator keeps its person there', async () => {
      const { room, others } = await given(subject.moderator(['Ada']));
      const ada = others[0]!;
      await until(room, (v) => v.audience.people.length === 1);
      expect(await room.setProbation(120)).toEqual({ ok: true });
      await until(room, (v) => v.probation.seconds === 120);
      await ada.raisesHand();
      await until(room, (v) => v.hands.total === 1);
      await room.invite(ada.leaf);
      const staged = await until(room, (v) => v.stage[1]?.probationEndsAt !== undefined);
      expect(staged.stage[1]!.probationEndsAt! - Date.now()).toBeGreaterThan(100_000);
      expect(await room.keepOnStage(ada.leaf)).toEqual({ ok: true });
      await until(room, (v) => v.stage[1] !== undefined && v.stage[1].probationEndsAt === undefined);
    });

    test('leaving is immediate', async () => {
      const { room } = await given(subject.listener());
      room.leave();
      expect(room.view.phase).toEqual({ is: 'closed', why: 'left' });
      expect(await room.raiseHand()).toEqual({ ok: false, why: 'offline' });
    });
  });
}

/** The view as soon as it fits; fails with the last one when it does not within `patienceMs`. */
export function until(room: Room, fits: (view: RoomView) => boolean, patienceMs = 10_000): Promise<RoomView> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!fits(room.view)) return;
      end();
      resolve(room.view);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`the view never fitted: ${JSON.stringify(room.view)}`));
    }, patienceMs);
    const stop = room.subscribe(look);
    const end = () => {
      clearTimeout(timer);
      stop();
    };
    look();
  });
}

const untilClosed = (room: Room) => until(room, (view) => view.phase.is === 'closed');
