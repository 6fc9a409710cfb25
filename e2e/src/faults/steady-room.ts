import { setTimeout as sleep } from 'node:timers/promises';
import { type People, startPeople } from '../hosts/people.ts';
import type { Seen as View } from '../hosts/people-process.ts';
import type { NetNamespace } from '../rig/namespace.ts';
import { quantile } from './fault.ts';

export type RoomPlan = {
  readonly server: string;
  readonly speakers: number;
  readonly listeners: number;
  /** Where the people are. */
  readonly where?: NetNamespace | undefined;
  /** Processes that the listeners are spread over. */
  readonly processes?: number;
  /** Options of the client for whoever opens the room. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Where the rest of the people come in; the same server without it. */
  readonly servers?: readonly string[];
  /** Folders of the sources of their clients, in turn; this tree without any. */
  readonly checkouts?: readonly string[];
};

export type Somebody = {
  readonly people: People;
  readonly id: number;
  readonly speaks: boolean;
  readonly leaf: number;
};

/** How the sound came through at everybody, since `forget`. */
export type Sound = {
  /** Longest hole of each listener, all its voices together, ms of sound. */
  readonly holes: readonly number[];
  /** Longest silence of each listener, by the clock. */
  readonly silences: readonly number[];
  /** Share of frames that never came, over everybody, percent. */
  readonly lostPct: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
};

const atOnce = 8;
const roster = ['Ada', 'Bo', 'Cyd', 'Dee', 'Eli', 'Fay'];

/** A room with people who speak all the time and people who listen, all of them real participants without a browser. */
export class SteadyRoom {
  readonly everybody: readonly Somebody[];
  readonly link: string;
  readonly #processes: readonly People[];

  private constructor(everybody: readonly Somebody[], link: string, processes: readonly People[]) {
    this.everybody = everybody;
    this.link = link;
    this.#processes = processes;
  }

  get host(): Somebody {
    return this.everybody[0]!;
  }

  get speakers(): Somebody[] {
    return this.everybody.filter(({ speaks }) => speaks);
  }

  get processes(): readonly People[] {
    return this.#processes;
  }

  static async open(plan: RoomPlan): Promise<SteadyRoom> {
    const { checkouts = [] } = plan;
    const start = (at: number) => startPeople(plan.where, checkouts[at % checkouts.length]);
    const stages = Array.from({ length: Math.max(1, checkouts.length) }, (_, at) => start(at));
    const [stage] = stages as [People];
    const halls = Array.from({ length: plan.processes ?? 1 }, (_, at) => start(at));
    try {
      const everybody: Somebody[] = [];
      const { server } = plan;
      const serverOf = (at: number) => plan.servers?.[at % plan.servers.length] ?? server;
      const host = await stage.come({
        server,
        name: roster[0]!,
        policy: 'open',
        tone: 440,
        ...(plan.more && { more: plan.more }),
      });
      const { leaf } = await stage.live(host);
      everybody.push({ people: stage, id: host, speaks: true, leaf: leaf! });
      const link = await stage.link(host);
      for (let at = 1; at < plan.speakers; at++) {
        const people = stages[at % stages.length]!;
        const id = await people.come({
          server: serverOf(at),
          link,
          name: roster[at]!,
          tone: 440 + 220 * at,
          ear: 'frames',
        });
        const seen = await people.live(id);
        await people.raiseHand(id);
        // The hand of whoever came on stage before may still be shown.
        await until(
          () => stage.see(host),
          ({ hands }) => hands.some((hand) => hand.leaf === seen.leaf),
        );
        await stage.invite(host, seen.leaf!);
        await until(
          () => people.see(id),
          ({ role }) => role === 'speaker' || role === 'moderator',
        );
        everybody.push({ people, id, speaks: true, leaf: seen.leaf! });
      }
      const come = async (at: number): Promise<Somebody> => {
        const people = halls[at % halls.length]!;
        const id = await people.come({ server: serverOf(at), link, name: `Guest ${at}`, ear: 'frames' });
        const seen = await people.live(id, 40_000);
        return { people, id, speaks: false, leaf: seen.leaf! };
      };
      for (let at = 0; at < plan.listeners; at += atOnce) {
        const some = Array.from({ length: Math.min(atOnce, plan.listeners - at) }, (_, i) => come(at + i));
        everybody.push(...(await Promise.all(some)));
      }
      const room = new SteadyRoom(everybody, link, [...stages, ...halls]);
      await room.everybodyHears();
      return room;
    } catch (error) {
      await Promise.all([...stages, ...halls].map((people) => people.end()));
      throw error;
    }
  }

  /** How many voices this person has to hear. */
  #voicesOf(person: Somebody): number {
    return this.speakers.length - (person.speaks ? 1 : 0);
  }

  /** Until everybody has heard every voice within the last 300 ms. @returns how long it took, ms */
  async everybodyHears(
    patienceMs = 30_000,
    only: (person: Somebody) => boolean = () => true,
  ): Promise<number> {
    const from = performance.now();
    const people = this.everybody.filter(only);
    for (;;) {
      const deaf = await this.deaf(people);
      if (deaf.length === 0) return performance.now() - from;
      if (performance.now() - from > patienceMs)
        throw new Error(
          `${deaf.length} of ${people.length} people do not hear everybody after ${patienceMs} ms`,
        );
      await sleep(50);
    }
  }

  /** Who of them has not heard every voice within the last 300 ms. */
  async deaf(people: readonly Somebody[] = this.everybody): Promise<readonly Somebody[]> {
    const heard = new Map(
      await Promise.all(
        [...new Set(people.map((person) => person.people))].map(
          async (each) => [each, await each.heardByAll()] as const,
        ),
      ),
    );
    return people.filter((person) => {
      const voices = heard.get(person.people)![person.id] ?? [];
      return voices.filter(({ quietMs }) => quietMs < 300).length < this.#voicesOf(person);
    });
  }

  async forget(): Promise<void> {
    await Promise.all(this.#processes.map((people) => people.forgetHeard()));
  }

  /** @param only whose ears count */
  async sound(only: (person: Somebody) => boolean = () => true): Promise<Sound> {
    const heard = new Map(
      await Promise.all(this.#processes.map(async (people) => [people, await people.heardByAll()] as const)),
    );
    const holes: number[] = [];
    const silences: number[] = [];
    let [frames, missing] = [0, 0];
    for (const person of this.everybody.filter(only)) {
      const voices = heard.get(person.people)?.[person.id] ?? [];
      holes.push(Math.max(0, ...voices.map(({ longestHoleMs }) => longestHoleMs)));
      silences.push(Math.max(0, ...voices.map(({ longestSilenceMs }) => longestSilenceMs)));
      for (const voice of voices) {
        frames += voice.frames;
        missing += voice.missing;
      }
    }
    return {
      holes,
      silences,
      lostPct: frames + missing === 0 ? 100 : (100 * missing) / (frames + missing),
      p50: quantile(silences, 0.5),
      p95: quantile(silences, 0.95),
      max: Math.max(...silences),
    };
  }

  /** Everybody's view; whoever is not live, is there twice or has another seat than before is in `wrong`. */
  async roster(): Promise<{ readonly host: View; readonly wrong: readonly string[] }> {
    const seen = new Map(
      await Promise.all(this.#processes.map(async (people) => [people, await people.seeAll()] as const)),
    );
    const wrong: string[] = [];
    for (const person of this.everybody) {
      const view = seen.get(person.people)?.[person.id];
      if (view?.phase !== 'live') wrong.push(`somebody is ${view?.phase} ${view?.closed ?? ''}`);
      else if (view.leaf !== person.leaf) wrong.push('somebody came back on another seat');
      else if (person.speaks === (view.role === 'listener')) wrong.push(`somebody is ${view.role}`);
    }
    const host = seen.get(this.host.people)![this.host.id]!;
    const leaves = host.stage.map(({ leaf }) => leaf);
    if (new Set(leaves).size !== leaves.length) wrong.push('somebody is on stage twice');
    if (host.stage.length !== this.speakers.length) wrong.push(`${host.stage.length} people are on stage`);
    if (host.canHear !== this.everybody.length) wrong.push(`${host.canHear} people can hear`);
    return { host, wrong };
  }

  /** Until nothing is wrong. @returns how long it took, ms */
  async everybodyIsHere(patienceMs = 30_000): Promise<number> {
    const from = performance.now();
    for (;;) {
      const { wrong } = await this.roster();
      if (wrong.length === 0) return performance.now() - from;
      if (performance.now() - from > patienceMs)
        throw new Error(
          `the room is not as before after ${patienceMs} ms: ${[...new Set(wrong)].join(', ')}`,
        );
      await sleep(50);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((people) => people.end()));
  }
}

/** Looks again and again until it fits. */
export async function until<T>(
  look: () => Promise<T> | T,
  fits: (seen: T) => boolean,
  patienceMs = 20_000,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (fits(seen)) return seen;
    if (performance.now() > end)
      throw new Error(`it did not come true in ${patienceMs} ms: ${JSON.stringify(seen)?.slice(0, 500)}`);
    await sleep(50);
  }
}
