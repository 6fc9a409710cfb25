// A process full of people: real participants without a browser, told what to do by a test that lives elsewhere.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type * as Client from '@stoa/client/node';
import type { NodeParticipant, ParticipantOptions } from '@stoa/client/node';
import { leaf } from '@stoa/protocol';
import { Heard, type HeardVoice } from './heard.ts';
import { answerCalls } from './process-calls.ts';

// The client of another checkout may be asked for.
const checkout = process.argv[2] ?? import.meta.dirname;
const found = createRequire(join(checkout, 'e2e/package.json')).resolve('@stoa/client/node');
const { createNodeParticipant, Pacer, toneSource } = (await import(
  pathToFileURL(found).href
)) as typeof Client;

/** What a test wants to know of somebody's view, in plain data. */
export type Seen = {
  readonly phase: string;
  readonly media: string | undefined;
  readonly closed: string | undefined;
  /** When it will be tried again, or should be. */
  readonly retryInMs: number | undefined;
  readonly leaf: number | undefined;
  readonly role: string | undefined;
  readonly handUp: boolean;
  readonly stage: readonly {
    readonly leaf: number;
    readonly name: string;
    readonly role: string;
    readonly away: boolean;
  }[];
  readonly audience: number;
  readonly hands: readonly { readonly leaf: number; readonly name: string }[];
  readonly canHear: number;
  readonly lines: readonly string[];
  /** Transports that were made before the present one, by changes of `media` to reconnecting. */
  readonly interruptions: number;
};

export type Wish = Pick<ParticipantOptions, 'server' | 'link' | 'title' | 'policy' | 'tone' | 'ear'> & {
  readonly name: string;
  /** Options of the client that are newer than this file. */
  readonly more?: Readonly<Record<string, unknown>>;
};

type Person = { readonly it: NodeParticipant; readonly heard: Heard; interruptions: number; lines: string[] };

const people = new Map<number, Person>();
// One clock for all: hundreds of timers would be most of the work.
const pacer = new Pacer();
let last = 0;
const the = (id: number): Person => {
  const person = people.get(id);
  if (!person) throw new Error('nobody of that number is here');
  return person;
};

function seen({ it, interruptions }: Person): Seen {
  const { phase, me, stage, hands, canHear, audience, chat } = it.room.view;
  return {
    phase: phase.is,
    media: phase.is === 'live' ? phase.media : undefined,
    closed: phase.is === 'closed' ? phase.why : undefined,
    retryInMs:
      phase.is === 'closed'
        ? phase.retryInMs
        : phase.is === 'reconnecting'
          ? phase.nextTryAt - performance.timeOrigin - performance.now()
          : undefined,
    leaf: me && Number(me.leaf),
    role: me?.role,
    handUp: me?.handPosition !== undefined,
    stage: stage.map(({ leaf, name, role, away }) => ({ leaf: Number(leaf), name, role, away })),
    audience: audience.total,
    hands: hands.people.map(({ leaf, name }) => ({ leaf: Number(leaf), name })),
    canHear,
    lines: chat.lines.map(({ text }) => text),
    interruptions,
  };
}

/** What somebody on the path makes of the directory: other words under the signature that was there. */
let forged = { from: '', to: '' };
function forge(answer: { directory: { body: string } }): Response {
  const body = Buffer.from(answer.directory.body, 'base64url').toString();
  const lie = Buffer.from(body.replaceAll(`"${forged.from}"`, `"${forged.to}"`)).toString('base64url');
  return Response.json({ ...answer, directory: { ...answer.directory, body: lie } });
}
let held = { path: '', ms: 0 };
const counted = new Map<string, number>();
const realFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  counted.set(pathname, (counted.get(pathname) ?? 0) + 1);
  const answer = await realFetch(input, init);
  if (forged.from !== '' && pathname === '/api/directory') return forge(await answer.json());
  if (held.path !== '' && pathname.startsWith(held.path))
    await new Promise((resolve) => setTimeout(resolve, held.ms));
  return answer;
};

const calls = {
  /** Comes into a room, or opens one; resolves when it is on its way, not when it is in. */
  come: async ({ more, ...wish }: Wish): Promise<number> => {
    const heard = new Heard(() => performance.now());
    const it = await createNodeParticipant({
      ...wish,
      ...more,
      pacer,
      onPacket: (way, rtp) => {
        if (way === 'down') heard.take(rtp);
        else heard.spoke(rtp);
      },
    });
    const person: Person = { it, heard, interruptions: 0, lines: [] };
    let media = '';
    it.room.subscribe(() => {
      const { phase } = it.room.view;
      const next = phase.is === 'live' ? phase.media : media;
      if (next === 'reconnecting' && media !== next) person.interruptions++;
      media = next;
    });
    // Whoever is invited comes.
    it.room.onSignal(({ type }) => {
      if (type === 'invited') void it.room.acceptInvite();
    });
    people.set(++last, person);
    return last;
  },
  /** In and hearing, or the reason why not. */
  live: async (id: number, patienceMs = 20_000): Promise<Seen> => {
    const person = the(id);
    await person.it.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', patienceMs);
    return seen(person);
  },
  /** In and hearing, or told that it will not be so now. */
  settled: async (id: number, patienceMs = 20_000): Promise<Seen> => {
    const person = the(id);
    const fits = ({ phase }: NodeParticipant['room']['view']) =>
      phase.is === 'reconnecting' ||
      phase.is === 'closed' ||
      (phase.is === 'live' && phase.media !== 'connecting');
    await person.it.until(fits, patienceMs);
    return seen(person);
  },
  /** Until the room is closed for this person. */
  closed: async (id: number, patienceMs = 20_000): Promise<Seen> => {
    const person = the(id);
    await person.it.until(({ phase }) => phase.is === 'closed', patienceMs);
    return seen(person);
  },
  see: (id: number): Seen => seen(the(id)),
  seeAll: (): Record<number, Seen> =>
    Object.fromEntries([...people].map(([id, person]) => [id, seen(person)])),
  link: (id: number): string => the(id).it.room.link,
  raiseHand: (id: number) => the(id).it.room.raiseHand(),
  invite: (id: number, whom: number) => the(id).it.room.invite(leaf(whom)),
  say: (id: number, text: string) => the(id).it.room.say(text),
  setMuted: (id: number, muted: boolean) => the(id).it.room.setMuted(muted),
  speak: (id: number, hertz: number) => the(id).it.speak(toneSource(hertz)),
  hear: (id: number, hertz: number): number => the(id).it.hear(hertz),
  stats: (id: number) => the(id).it.stats,
  heard: (id: number): HeardVoice[] => the(id).heard.voices(),
  heardByAll: (): Record<number, HeardVoice[]> =>
    Object.fromEntries([...people].map(([id, { heard }]) => [id, heard.voices()])),
  forgetHeard: () => {
    for (const { heard } of people.values()) heard.forget();
  },
  /** What the client says it was in touch with, as it exports it. */
  receipt: async (id: number): Promise<unknown> => {
    const { room } = the(id).it as { room: { receipt?: () => Promise<unknown> } };
    if (!room.receipt) throw new Error('this client makes no receipt');
    return JSON.parse(JSON.stringify(await room.receipt()));
  },
  leave: async (id: number): Promise<void> => {
    await the(id).it.close();
    people.delete(id);
  },
  /** Answers to such calls come so late, from now on; '' for none. Calls are counted anew. */
  holdAnswers: (path: string, ms: number): void => {
    held = { path, ms };
    if (path !== '') counted.clear();
  },
  /** From now on directories say `to` where the deployment says `from`; '' ends it. */
  forgeDirectory: (from: string, to: string): void => {
    forged = { from, to };
  },
  /** How often such a call was made since. */
  asked: (path: string): number => counted.get(path) ?? 0,
  /** An HTTP call from where these people are. */
  get: async (url: string): Promise<{ status: number; text: string }> => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    return { status: answer.status, text: await answer.text() };
  },
};
export type PeopleCalls = typeof calls;
if (process.send) answerCalls(calls);
