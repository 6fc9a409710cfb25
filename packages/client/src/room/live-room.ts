import type { KeyEffect, Roster } from '@stoa/e2ee';
import type { Leaf, RoomCommand, RoomEvent, ServerMessage } from '@stoa/protocol';
import type { FenceFacts, FenceRefusal } from '../fence/guard.ts';
import type { Outcome, RoomSignal, RoomView } from '../room-view.ts';
import { phaseOf } from '../session/phase.ts';
import type { SessionState } from '../session/state.ts';
import { raise } from './alarms.ts';
import { AudiencePages } from './audience-pages.ts';
import { Connection } from './connection.ts';
import { applyEvent, endIn, endOf } from './control-facts.ts';
import { Conversation } from './conversation.ts';
import { writeLink } from './link.ts';
import { noMismatch, watch } from './mismatch.ts';
import { sendOrder } from './order-sender.ts';
import { Orders } from './orders.ts';
import type { Keys, RoomPorts } from './ports.ts';
import { RaisedHand } from './raised-hand.ts';
import { StageVoice } from './stage-voice.ts';
import type { Entry, RoomCard } from './ticket.ts';
import { firstFacts, people, type RoomFacts } from './view.ts';
import { ViewStore } from './view-store.ts';
import { VoiceRings } from './voice-rings.ts';
import type { VoiceReport } from './voices.ts';

const tickMs = 250;

/** Everything that is known of one room, and the view that follows from it. */
export class LiveRoom<Track> {
  readonly connection: Connection<Track>;
  readonly voice: StageVoice<Track>;
  readonly conversation: Conversation;
  readonly #ports: RoomPorts<Track>;
  readonly #pages = new AudiencePages();
  readonly #orders = new Orders();
  readonly #hand = new RaisedHand();
  readonly #store: ViewStore;
  #card: RoomCard | undefined;
  /** The roster of the present life; the one that is shown may be of the life before. */
  #roster: Roster | undefined;
  readonly #rings = new VoiceRings();
  #mismatch = noMismatch;
  #seen = 0;
  #everConnected = false;
  #wasLive = false;
  #ticking: Keys | undefined;

  constructor(entry: Entry, ports: RoomPorts<Track>) {
    this.#ports = ports;
    this.voice = new StageVoice(ports.microphone, {
      changed: () => this.#store.set({ microphone: this.voice.state }),
      speechless: () => this.#speechless(),
    });
    this.connection = new Connection(entry, ports, {
      changed: (state) => this.#connectionChanged(state),
      roomKnown: (card) => {
        this.#card = card;
        this.#store.set({ title: card.title, policy: card.policy, strict: card.strict });
      },
      life: (life) => {
        this.#newLife();
        this.voice.useLife(life);
        life.onVoices((reports, ownLevel) => this.#heard(reports, ownLevel));
      },
      transport: (transport) => this.voice.useTransport(transport),
      transportGone: (transport) => this.voice.dropTransport(transport),
      message: (message) => this.#received(message),
      keyEffects: (effects) => this.#keyEffects(effects),
      digested: (message) => {
        if (message.t === 'page') this.#pages.arrived(message);
      },
      standing: () =>
        this.#roster && { leaf: this.#roster.me, seen: this.#seen, headSeq: this.#roster.headSeq },
    });
    this.#store = new ViewStore(firstFacts(entry, ports.sound.state));
    this.conversation = new Conversation(this.#store, this.connection, this.#orders, ports.clock);
    ports.sound.onChange(() => this.#store.set({ sound: ports.sound.state }));
  }

  /** The way leads outside of a fence: the stay ends, and nothing else is tried. */
  refuse(why: FenceRefusal): void {
    this.connection.input({ type: 'keysRefused', life: this.connection.state.life, why });
  }

  fenceChanged(fence: FenceFacts): void {
    this.#store.set({ fence });
  }

  start(): void {
    this.connection.start();
    this.#tick();
  }

  get view(): RoomView {
    return this.#store.view;
  }

  get link(): string {
    return this.#card ? writeLink(this.#card.room, this.#card.fragment) : '';
  }

  subscribe(onChange: () => void): () => void {
    return this.#store.subscribe(onChange);
  }

  onSignal(callback: (signal: RoomSignal) => void): () => void {
    return this.#store.onSignal(callback);
  }

  order(command: RoomCommand): Promise<Outcome> {
    const isModerator = () => this.#store.view.me?.role === 'moderator';
    return sendOrder(command, isModerator, this.#orders, this.connection, this.#ports.clock);
  }

  async raiseHand(): Promise<Outcome> {
    // Before it is answered: a moderator may be quicker than the answer.
    this.#hand.raise();
    const outcome = await this.order({ do: 'raiseHand' });
    this.#hand.answered(outcome.ok ? 'done' : outcome.why === 'offline' ? 'unknown' : 'refused');
    return outcome;
  }

  lowerHand(): Promise<Outcome> {
    this.#hand.end();
    return this.order({ do: 'lowerHand' });
  }

  async declineInvite(): Promise<Outcome> {
    this.#hand.end();
    const outcome = await this.order({ do: 'declineInvite' });
    if (outcome.ok) {
      this.#store.note({ declined: true });
      this.#store.set({ invited: false });
    }
    return outcome;
  }

  async leaveStage(): Promise<Outcome> {
    this.#store.note({ steppedDown: true });
    const outcome = await this.order({ do: 'leaveStage' });
    if (outcome.ok) this.#endVoice();
    else this.#store.note({ steppedDown: false });
    return outcome;
  }

  setMuted(muted: boolean): void {
    this.voice.setMuted(muted);
    this.#store.set({ muted });
  }

  async answerKnock(request: number, letIn: boolean): Promise<void> {
    this.#store.set({ knocks: this.#store.facts.knocks.filter((knock) => knock.request !== request) });
    const effects = await this.connection.keys?.answerKnock(request, letIn, this.#ports.clock.now());
    if (effects) this.#keyEffects(effects);
  }

  /** Pages until somebody new is seen or the log ends: a page may hold only people who have left. */
  async showMoreAudience(): Promise<void> {
    const before = this.#store.view.audience.people.length;
    for (let more = true; more && this.#store.view.audience.people.length === before; ) {
      const { request, arrived } = this.#pages.next();
      if (!this.connection.send(request)) return;
      more = await arrived;
    }
  }

  #connectionChanged(state: SessionState): void {
    if (state.media.is === 'up') this.#everConnected = true;
    const { isLive } = this.connection;
    if (!isLive) {
      this.#orders.allOffline();
      this.#pages.lost();
    }
    if (isLive && !this.#wasLive) this.#backOnStage();
    this.#wasLive = isLive;
    this.#showPhase(phaseOf(state, this.#everConnected, this.#ports.clock.now()));
  }

  /**
   * A steward mostly answers within some ten milliseconds, and whatever a page draws before that holds up the answer: that
   * one waits for a steward is told at the next tick, if it is still so.
   */
  #showPhase(phase: RoomView['phase'], atTick = false): void {
    const shown = this.#store.facts.phase.is;
    if (phase.is === 'waiting' && phase.for === 'steward' && shown === 'connecting' && !atTick) return;
    this.#store.together(() => {
      if (phase.is === 'closed' && shown !== 'closed') {
        this.#endVoice();
        this.#ports.sound.close();
      }
      if (JSON.stringify(phase) !== JSON.stringify(this.#store.facts.phase)) this.#store.set({ phase });
    });
  }

  /** What happened to the microphone meanwhile, the others learn now. */
  #backOnStage(): void {
    const me = this.#roster?.me;
    const mine = this.#store.facts.control?.stage.find((member) => member.leaf === me);
    if (!mine) return;
    const { state } = this.voice;
    if (state === 'denied' || state === 'missing' || state === 'busy') this.#speechless();
    else if (mine.muted !== this.voice.muted) void this.order({ do: 'muteSelf', muted: this.voice.muted });
  }

  /** A fresh join starts in the audience, with nothing of what its leaf of before was promised. */
  #newLife(): void {
    if (!this.#roster) return;
    this.conversation.newLife(this.#roster.me);
    this.#roster = undefined;
    this.#rings.clear();
    this.#mismatch = noMismatch;
    this.#store.together(() => {
      this.#endVoice();
      this.#store.set({ invited: false, knocks: [], voices: new Map(), mismatch: undefined });
    });
  }

  /** The microphone closes, and whatever the person agreed to is over. */
  #endVoice(): void {
    this.#hand.end();
    this.voice.end();
  }

  #received(message: ServerMessage): void {
    this.conversation.received(message);
    switch (message.t) {
      case 'admitted':
        this.#seen = message.n;
        this.#control({ control: message.room, endsAt: endIn(message.room, this.#ports.clock.now()) });
        return;
      case 'resumed':
        this.#seen = message.n;
        if (message.room) {
          this.#control({ control: message.room, endsAt: endIn(message.room, this.#ports.clock.now()) });
          this.#seeHand();
        }
        return;
      case 'event':
        this.#seen = message.n;
        this.#event(message.event);
        return;
      case 'invited':
        this.#store.note({ declined: false });
        this.#store.set({ invited: true });
        return;
      case 'probationOver':
        this.#store.note({ steppedDown: true });
        this.#endVoice();
        this.#store.emit({ type: 'probationOver' });
        return;
      case 'inviteWithdrawn':
        this.#store.set({ invited: false });
        return;
      case 'done':
        this.#orders.done(message.id);
        return;
      case 'refused':
        this.#orders.refused(message.id, message.why);
        return;
      case 'closed':
        if (message.code === 'roomEnded') this.#orders.ended();
        return;
      default:
        return;
    }
  }

  #event(event: RoomEvent): void {
    const { control } = this.#store.facts;
    if (!control) return;
    const me = this.#roster?.me;
    const muted = event.was === 'muteChanged' && event.leaf === me && event.by === 'moderator' && event.muted;
    if (muted) this.voice.setMuted(true);
    // A word of before a lost socket, whose answer was lost: the others are told what this microphone is.
    const opened = event.was === 'muteChanged' && event.leaf === me && event.by === 'self' && !event.muted;
    if (opened && this.voice.muted && this.#orders.idle) void this.order({ do: 'muteSelf', muted: true });
    // Taken off before any signed head showed it there: nothing else would close the microphone again.
    if (event.was === 'stageLeft' && event.leaf === me) {
      this.#hand.end();
      this.voice.expectStage(false);
    }
    const endsAt = endOf(this.#store.facts.endsAt, event, this.#ports.clock.now());
    this.#control({ control: applyEvent(control, event), endsAt, ...(muted && { muted: true }) });
    if (event.was === 'handsChanged') this.#seeHand();
    if (muted) this.#store.emit({ type: 'mutedByModerator' });
  }

  /** After a new list of hands. */
  #seeHand(): void {
    const { control } = this.#store.facts;
    const me = this.#roster?.me;
    if (!control || me === undefined) return;
    const { queue, hands, stage } = control;
    const staged = stage.some((member) => member.leaf === me);
    const seen = { listed: queue.includes(me), complete: hands <= queue.length, staged };
    this.#hand.see(seen, this.#ports.clock.now());
  }

  #control(change: Partial<RoomFacts>): void {
    this.#store.set(change);
    this.#lookUpHands();
  }

  #keyEffects(effects: readonly KeyEffect[]): void {
    this.#store.together(() => {
      for (const effect of effects) this.#keyEffect(effect);
    });
    this.#lookUpHands();
  }

  #keyEffect(effect: KeyEffect): void {
    switch (effect.type) {
      case 'send':
        this.connection.send(effect.message);
        break;
      case 'roster':
        this.#rosterChanged(effect.roster);
        break;
      case 'knock':
        this.#store.set({
          knocks: [...this.#store.facts.knocks, { request: effect.request, name: effect.name }],
        });
        break;
      case 'knockGone':
        this.#store.set({
          knocks: this.#store.facts.knocks.filter((knock) => knock.request !== effect.request),
        });
        break;
      case 'alarm':
        this.#store.set({ alarms: raise(this.#store.facts.alarms, effect.alarm) });
        break;
      case 'message':
      case 'reactions':
        this.conversation.opened(effect);
        break;
      case 'stranded':
        this.connection.joinAfresh();
        break;
      default:
        effect satisfies never;
    }
  }

  #rosterChanged(roster: Roster): void {
    const before = this.#roster;
    this.#roster = roster;
    const wasOnStage = before?.stage.some((member) => member.leaf === before.me) ?? false;
    const mine = roster.stage.find((member) => member.leaf === roster.me);
    // Whoever comes on stage starts as control says, which is unmuted.
    const live = this.#store.facts.control?.stage.find((member) => member.leaf === roster.me);
    if (mine && !wasOnStage) this.voice.setMuted(live?.muted ?? mine.muted);
    const voices = this.#rings.keep(new Set(roster.stage.map((member) => member.leaf)));
    this.#store.set({ roster, muted: this.voice.muted, ...(voices && { voices }) });
    if (mine) this.#store.set({ invited: false });
    // Whoever stepped down stays on the signed stage until the next head: no reason to open the microphone again.
    const role = (!this.#store.own.steppedDown && mine?.role) || 'listener';
    this.voice.setRole(role, this.#hand.saysYes(this.#ports.clock.now()));
    if (role !== 'listener' && !wasOnStage) this.#hand.end();
  }

  #heard(reports: readonly VoiceReport[], ownLevel: number): void {
    const onStage = new Set(this.#roster?.stage.map((member) => member.leaf));
    const all = reports.filter((report) => onStage.has(report.leaf));
    const me = this.#roster?.me;
    if (me !== undefined && onStage.has(me)) {
      const level = this.voice.muted ? 0 : ownLevel;
      all.push({ leaf: me, level, verified: 'verified' });
    }
    const voices = this.#rings.hear(all, this.#ports.clock.now());
    if (voices) this.#store.set({ voices });
  }

  /** Moderators see who raises hands; a hand whose entry has not been seen yet is looked up once. */
  #lookUpHands(): void {
    if (this.#store.view.me?.role !== 'moderator') return;
    const known = people(this.#roster);
    const unknown = this.#store.facts.control?.queue.filter((leaf: Leaf) => !known.get(leaf)?.name) ?? [];
    const request = unknown.length > 0 ? this.#pages.lookUp(unknown) : undefined;
    if (request) this.connection.send(request);
  }

  /** Nobody stays on stage whose device cannot speak; a moderator has other work there and is shown as muted. */
  #speechless(): void {
    if (this.#store.view.me?.role === 'speaker') {
      void this.leaveStage();
    } else {
      this.setMuted(true);
      void this.order({ do: 'muteSelf', muted: true });
    }
  }

  #tick(): void {
    if (this.#store.facts.phase.is === 'closed') return;
    const { clock } = this.#ports;
    const now = clock.now();
    clock.after(tickMs, () => this.#tick());

    const { state } = this.connection;
    if (state.stay.is === 'entering' && state.stay.waitingFor)
      this.#showPhase(phaseOf(state, this.#everConnected, now), true);
    const voices = this.#rings.fade(now);
    if (voices) this.#store.set({ voices });
    this.conversation.tick(now);
    const { control } = this.#store.facts;
    if (!this.#roster) return;
    void this.#tickKeys(now);
    if (!control || !this.connection.isLive) return;
    this.#mismatch = watch(this.#mismatch, this.#roster, control, now);
    if (this.#mismatch.found !== this.#store.facts.mismatch)
      this.#store.set({ mismatch: this.#mismatch.found });
    const expected = this.#store.view.stage.some((person) => !person.isMe && !person.muted && !person.away);
    void this.connection.pollTraffic(expected, control.participants);
  }

  /** One at a time: a busy worker must not find a pile of them afterwards. */
  async #tickKeys(now: number): Promise<void> {
    const { keys } = this.connection;
    // Keys that ended in the middle of a tick never answer it, and the next ones must not wait for that.
    if (!keys || this.#ticking === keys) return;
    this.#ticking = keys;
    const effects = await keys.tick(now).catch(() => []);
    if (this.#ticking === keys) this.#ticking = undefined;
    if (this.connection.keys === keys) this.#keyEffects(effects);
  }
}
