import type { Roster } from '@stoa/e2ee';
import type { Leaf, RoomEvent, ServerMessage } from '@stoa/protocol';
import type { Outcome } from '../room-view.ts';
import { type MuteRoom, OwnMute } from './own-mute.ts';
import type { Clock, Microphone } from './ports.ts';
import { handIn, RaisedHand } from './raised-hand.ts';
import { StageVoice } from './stage-voice.ts';

/** What a seat needs of its room. */
export type SeatRoom = MuteRoom & {
  readonly clock: Clock;
  /** This device in its present life, once its keys let it in. */
  readonly me: Leaf | undefined;
};

/**
 * This device's own way on the stage and off it: its hand, invitation and microphone. The person asks for it with
 * the commands; what control and the signed roster say of it follows further down.
 */
export class OwnSeat<Track> {
  readonly voice: StageVoice<Track>;
  readonly mute: OwnMute<Track>;
  readonly #hand = new RaisedHand();
  readonly #room: SeatRoom;

  constructor(microphone: Microphone<Track>, room: SeatRoom) {
    this.#room = room;
    this.voice = new StageVoice(microphone, {
      changed: () => room.store.set({ microphone: this.voice.state }),
      speechless: () => this.#speechless(),
    });
    this.mute = new OwnMute(this.voice, room);
  }

  async raiseHand(): Promise<Outcome> {
    // Before it is answered: a moderator may be quicker than the answer.
    this.#hand.raise();
    const outcome = await this.#room.order({ do: 'raiseHand' });
    this.#hand.answered(outcome.ok ? 'done' : outcome.why === 'offline' ? 'unknown' : 'refused');
    return outcome;
  }

  lowerHand(): Promise<Outcome> {
    this.#hand.end();
    return this.#room.order({ do: 'lowerHand' });
  }

  async acceptInvite(): Promise<Outcome> {
    this.voice.expectStage(true);
    const heard = await this.voice.open();
    const outcome = heard.ok ? await this.#room.order({ do: 'acceptInvite' }) : heard;
    if (!outcome.ok) this.voice.expectStage(false);
    return outcome;
  }

  async declineInvite(): Promise<Outcome> {
    this.#hand.end();
    const outcome = await this.#room.order({ do: 'declineInvite' });
    if (outcome.ok) {
      this.#room.store.note({ declined: true });
      this.#room.store.set({ invited: false });
    }
    return outcome;
  }

  async leaveStage(): Promise<Outcome> {
    this.#room.store.note({ steppedDown: true });
    const outcome = await this.#room.order({ do: 'leaveStage' });
    if (outcome.ok) this.end();
    else this.#room.store.note({ steppedDown: false });
    return outcome;
  }

  /** The microphone closes, and whatever the person agreed to is over. */
  end(): void {
    this.#hand.end();
    this.voice.end();
  }

  /** Another participant from now on, whom nobody has invited. */
  newLife(): void {
    this.end();
    this.#room.store.set({ invited: false });
  }

  received(message: ServerMessage): void {
    const { store } = this.#room;
    switch (message.t) {
      case 'invited':
        store.note({ declined: false });
        store.set({ invited: true });
        return;
      case 'inviteWithdrawn':
        store.set({ invited: false });
        return;
      case 'probationOver':
        store.note({ steppedDown: true });
        this.end();
        store.emit({ type: 'probationOver' });
        return;
      default:
        return;
    }
  }

  /** Before the event shows. True when a moderator muted this device by it. */
  happened(event: RoomEvent): boolean {
    if (!('leaf' in event) || event.leaf !== this.#room.me) return false;
    // Taken off before any signed head showed it there: nothing else would close the microphone again.
    if (event.was === 'stageLeft') {
      this.#hand.end();
      this.voice.expectStage(false);
    }
    return event.was === 'muteChanged' && this.mute.changed(event);
  }

  /** After a new list of hands. */
  seeHands(): void {
    const { me, store, clock } = this.#room;
    const { control } = store.facts;
    if (control && me !== undefined) this.#hand.see(handIn(control, me), clock.now());
  }

  /** After a lost socket: what happened to the microphone meanwhile, the others learn now. */
  isBack(): void {
    const { me, store } = this.#room;
    const mine = store.facts.control?.stage.find((member) => member.leaf === me);
    if (!mine) return;
    const { state } = this.voice;
    if (state === 'denied' || state === 'missing' || state === 'busy') this.#speechless();
    else this.mute.othersSee(mine.muted);
  }

  /** What the signed roster says of this device; `before` is the roster of this life that it follows. */
  signed(before: Roster | undefined, roster: Roster): void {
    const { store, clock } = this.#room;
    const wasOnStage = before !== undefined && mineIn(before) !== undefined;
    const mine = mineIn(roster);
    // Whoever comes on stage starts as control says, which is unmuted.
    const live = store.facts.control?.stage.find((member) => member.leaf === roster.me);
    if (mine && !wasOnStage) this.voice.setMuted(live?.muted ?? mine.muted);
    store.set({ muted: this.voice.muted, ...(mine && { invited: false }) });
    // Whoever stepped down stays on the signed stage until the next head: no reason to open the microphone again.
    const role = (!store.own.steppedDown && mine?.role) || 'listener';
    this.voice.setRole(role, this.#hand.saysYes(clock.now()));
    if (role !== 'listener' && !wasOnStage) this.#hand.end();
  }

  /** Nobody stays on stage whose device cannot speak; a moderator has other work there and is shown as muted. */
  #speechless(): void {
    if (this.#room.store.view.me?.role === 'speaker') void this.leaveStage();
    else this.mute.speechless();
  }
}

const mineIn = ({ stage, me }: Roster) => stage.find((member) => member.leaf === me);
