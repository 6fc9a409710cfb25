import type { Leaf, RoomCommand } from '@stoa/protocol';
import type { Body, Reaction } from '../chat/words.ts';
import { type OwnActs, signalsBetween } from '../room/signals.ts';
import { deriveView } from '../room/view.ts';
import type { Outcome, RoomSignal, RoomView } from '../room-view.ts';
import type { FakeWorld } from './fake-world.ts';

export type Obstacle = Extract<Outcome, { ok: false }>['why'];
export type Asked =
  | RoomCommand
  | { readonly do: 'answerKnock'; readonly letIn: boolean }
  | { readonly do: 'say'; readonly body: Body }
  | { readonly do: 'react'; readonly sign: Reaction };

export const refuse = (why: Obstacle): Outcome => ({ ok: false, why });
/** What a command that was carried out says. */
export const done = undefined;

/** What the driver and the commands of a fake room share: the world, its view, and who is told when it changes. */
export class FakePlay {
  readonly world: FakeWorld;
  readonly commands: Asked[] = [];
  readonly listeners = new Set<() => void>();
  readonly signalListeners = new Set<(signal: RoomSignal) => void>();
  /** Why the next command is refused. */
  obstacle: Obstacle | undefined;
  microphoneAnswer: 'granted' | 'denied' | 'missing' | 'busy' = 'granted';
  view: RoomView;

  constructor(world: FakeWorld) {
    this.world = world;
    this.view = deriveView(world.facts());
  }

  emit(signal: RoomSignal): void {
    for (const callback of [...this.signalListeners]) callback(signal);
  }

  change(act: () => void, own: OwnActs = { declined: false, steppedDown: false }): void {
    act();
    const before = this.view;
    this.view = deriveView(this.world.facts());
    for (const callback of [...this.listeners]) callback();
    for (const signal of signalsBetween(before, this.view, own)) this.emit(signal);
  }

  /** A command's way: asked, then refused or done. */
  async ask(command: Asked, act: () => Outcome | undefined, own?: OwnActs): Promise<Outcome> {
    this.commands.push(command);
    await Promise.resolve();
    if (this.view.phase.is !== 'live') return refuse('offline');
    if (this.obstacle) {
      const why = this.obstacle;
      this.obstacle = undefined;
      return refuse(why);
    }
    let outcome: Outcome = { ok: true };
    this.change(() => {
      outcome = act() ?? outcome;
    }, own);
    return outcome;
  }

  /** A command of moderators about somebody. */
  moderate(command: RoomCommand & { readonly leaf: Leaf }, act: () => Outcome | undefined): Promise<Outcome> {
    return this.ask(command, () => {
      if (this.world.mine?.role !== 'moderator') return refuse('notAllowed');
      return this.world.people.has(command.leaf) ? act() : refuse('noSuchPerson');
    });
  }
}
