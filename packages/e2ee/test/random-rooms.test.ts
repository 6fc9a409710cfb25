import { leaf, type RoomCommand } from '@stoa/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hears } from './frames.ts';
import { MiniRoom, type Person } from './mini-room.ts';

/**
 * Random lives of a room. People who are out go on reading everything that the server sees, as if it helped them; still
 * nobody opens a frame who is not in the log, and everybody who is does.
 */
type Act =
  | { readonly do: 'join' | 'takeOver' | 'restart' }
  | { readonly do: 'leave' | 'remove' | 'bringOn' | 'sendOff' | 'promote' | 'mute'; readonly who: number }
  | { readonly do: 'wait'; readonly ms: number };

const who = fc.nat(40);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Act>({ do: 'join' }) },
  { weight: 1, arbitrary: fc.constant<Act>({ do: 'takeOver' }) },
  { weight: 1, arbitrary: fc.constant<Act>({ do: 'restart' }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('leave', 'remove', 'bringOn', 'bringOn', 'sendOff', 'promote', 'mute'),
      who,
    }) as fc.Arbitrary<Act>,
  },
  { weight: 2, arbitrary: fc.integer({ min: 250, max: 40_000 }).map((ms): Act => ({ do: 'wait', ms })) },
);

/** Nobody is helped for longer than this after being put out, or after leaving. */
const slackMs = { removed: 8_000, left: 70_000 };

class Life {
  readonly room: MiniRoom;
  readonly out = new Map<Person, number>();
  /** By when a new generation has to have begun, because somebody who knew the tree is out. */
  readonly owed: { readonly after: number; readonly by: number }[] = [];
  #count = 0;

  constructor(seed: string) {
    this.room = new MiniRoom(seed);
    this.room.leaky = true;
  }

  get here(): Person[] {
    return this.room.people.filter(({ gone }) => !gone);
  }

  role(person: Person): string {
    return this.room.roles.get(person.leaf!) ?? 'out';
  }

  owe(person: Person, within: number): void {
    const { room } = this;
    if (this.role(person) !== 'moderator') return;
    this.owed.push({ after: room.head.generation, by: room.now + within });
  }

  async live(next: Act): Promise<void> {
    const { room } = this;
    const moderators = room.moderators().filter(({ gone }) => !gone);
    const by = moderators[0];
    if (!by) return;
    const person = 'who' in next ? this.here[next.who % this.here.length]! : by;
    const of = leaf(person.leaf!);
    const command = (name: 'remove' | 'moveToAudience' | 'makeModerator' | 'mute'): Promise<void> =>
      room.command(by, { do: name, leaf: of } as RoomCommand);
    const onStage = this.role(person) !== 'listener';
    switch (next.do) {
      case 'join':
        await room.join(`Guest ${this.#count++}`);
        break;
      case 'takeOver':
        if (moderators.length > 1) room.chooseActing(moderators.at(-1)!);
        break;
      case 'restart': {
        const speaker = this.here.find((each) => this.role(each) === 'speaker');
        if (!speaker?.roster?.stage.some(({ leaf: seat }) => seat === speaker.leaf)) return;
        // Every moderator is gone at once.
        for (const each of moderators) {
          each.gone = true;
          this.out.set(each, room.now + slackMs.removed);
          room.roles.delete(each.leaf!);
        }
        await room.startGeneration(speaker);
        break;
      }
      case 'leave':
        if (moderators.length === 1 && person === by) return;
        this.owe(person, slackMs.left);
        await room.fact('left', person);
        this.out.set(person, room.now + slackMs.left);
        break;
      case 'remove':
        if (person === by) return;
        this.owe(person, slackMs.removed);
        await command('remove');
        this.out.set(person, room.now + slackMs.removed);
        break;
      case 'bringOn':
        if (!onStage) await room.bringOnStage(by, person);
        break;
      case 'sendOff':
        if (onStage && person !== by) await command('moveToAudience');
        break;
      case 'promote':
        if (this.role(person) === 'speaker') await command('makeModerator');
        break;
      case 'mute':
        if (onStage) await command('mute');
        break;
      case 'wait':
        await room.pass(next.ms, 1_000);
        break;
    }
    await room.pass(500);
  }

  async check(): Promise<void> {
    const { room } = this;
    // Heads, the switch to a new epoch and what is kept of the old one.
    await room.pass(3_000, 500);
    const speakers = this.here.filter((each) => ['moderator', 'speaker'].includes(this.role(each)));
    for (const speaker of speakers) {
      const seat = room.people[0] && this.here[0]?.roster?.stage.find(({ leaf: of }) => of === speaker.leaf);
      for (const listener of this.here) {
        const heard = await hears(listener, speaker);
        expect([listener.name, speaker.name, heard]).toEqual([
          listener.name,
          speaker.name,
          seat?.muted ? 'refused' : true,
        ]);
      }
      for (const [person, until] of this.out) {
        if (room.now < until) continue;
        expect([person.name, await hears(person, speaker)]).not.toEqual([person.name, true]);
      }
    }
    for (const { after, by } of this.owed)
      if (room.now >= by) expect(room.head.generation).toBeGreaterThan(after);
    const codes = new Set(this.here.map(({ roster }) => `${roster?.headSeq} ${roster?.safetyCode}`));
    expect(codes.size).toBe(1);
    for (const person of this.here) {
      expect(person.roster?.present).toBe(this.here.length);
      expect(person.alarms.filter((each) => each !== 'keysRestarted')).toEqual([]);
      if (!speakers.includes(person)) expect(person.session.frames.sealing()).toBeUndefined();
    }
  }
}

async function live(seed: number, acts: readonly Act[]): Promise<void> {
  const life = new Life(`life ${seed}`);
  await life.room.open('Ada');
  for (const [i, next] of acts.entries()) {
    await life.live(next);
    if (i % 8 === 7) await life.check();
  }
  await life.room.pass(75_000, 2_500);
  await life.check();
}

describe('random rooms', () => {
  it('S30 whoever opens a frame is in the signed log then, and whoever is in it opens every frame', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.array(act, { minLength: 12, maxLength: 40, size: 'max' }), live),
      { numRuns: 10, endOnFailure: false },
    );
  }, 120_000);
});
