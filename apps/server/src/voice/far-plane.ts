import type { Clock } from '@stoa/control';
import { fromBase64Url, type RoomHandle } from '@stoa/protocol';
import {
  type VoiceAct,
  type VoiceAnswer,
  type VoiceBulletin,
  voiceSubjects,
  voiceWords,
} from '@stoa/protocol/fleet';
import type { VoiceNews, VoicePlane } from '@stoa/social';
import type { VoiceBus } from './bus.ts';
import { ControlsHeard } from './controls-heard.ts';
import { fromWire } from './news-on-wire.ts';

const answerMs = 1_000;
const askAgainMs = 250;
/** Somebody waits for a card: long enough for a room whose control ended to be another's. */
const cardMs = 6_000;
/** An act must not be lost while a room changes hands. */
const actMs = 20_000;

/** Nobody can say just now whether the room is there. */
export class VoicePlaneAway extends Error {
  /** Of HTTP: try again. */
  readonly statusCode = 503;

  constructor() {
    super('The rooms cannot be reached just now.');
  }
}

export type FarPlaneParts = {
  readonly bus: VoiceBus;
  readonly clock: Clock;
  /** Of this process: letters, digits, `-` and `_`, at most 32. */
  readonly life: string;
  readonly id: () => string;
  readonly token: VoicePlane['token'];
  /** The control of this process: its rooms are reached whatever becomes of the broker. */
  readonly own?:
    | { readonly life: string; readonly plane: VoicePlane; has(room: string): boolean }
    | undefined;
};

/** All controls of a fleet as one voice plane. */
export function farPlane({ bus, clock, life, id, token, own }: FarPlaneParts): VoicePlane {
  const controls = new ControlsHeard();
  const asked = new Map<string, (answer: VoiceAnswer) => void>();
  const listeners = new Set<(news: VoiceNews) => void>();
  const busy = new Map<string, Promise<unknown>>();
  const wait = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));

  bus.hear(voiceSubjects.answer(life), 'answer', voiceWords.answer, (answer) =>
    asked.get(answer.id)?.(answer),
  );
  bus.hear(voiceSubjects.news, 'news', voiceWords.news, (bulletin) => {
    if (bulletin.life === own?.life) return void controls.heard(bulletin, clock.now());
    const known = controls.knows(bulletin.life, bulletin.n);
    const missed = controls.heard(bulletin, clock.now());
    if (missed)
      bus.say(voiceSubjects.missed, 'missed', { from: life, of: bulletin.life, after: missed.after });
    else if (!known) tell(bulletin);
  });
  bus.hear(voiceSubjects.again(life), 'again', voiceWords.again, ({ bulletins }) => {
    for (const bulletin of bulletins) {
      if (controls.knows(bulletin.life, bulletin.n)) continue;
      if (!controls.heard(bulletin, clock.now())) tell(bulletin);
    }
  });

  function tell({ news }: VoiceBulletin): void {
    const known = news && fromWire(news);
    if (known) for (const listener of [...listeners]) listener(known);
  }

  /** Whoever has the room answers; `none` when it is certain that nobody has it. */
  async function ask(act: VoiceAct): Promise<VoiceAnswer | 'none' | 'unsure'> {
    const key = id();
    const said = new Set<string>();
    return await new Promise((resolve) => {
      const done = (result: VoiceAnswer | 'none' | 'unsure') => {
        stopWaiting();
        asked.delete(key);
        resolve(result);
      };
      const stopWaiting = clock.after(answerMs, () => done('unsure'));
      asked.set(key, (answer) => {
        if (answer.here) return done(answer);
        said.add(answer.life);
        if (controls.all(clock.now())?.every((each) => said.has(each))) done('none');
      });
      bus.say(voiceSubjects.ask, 'ask', { from: life, id: key, act });
    });
  }

  async function insist(act: VoiceAct, mostMs: number): Promise<VoiceAnswer | undefined> {
    const until = clock.now() + mostMs;
    for (;;) {
      const answer = await ask(act);
      if (answer === 'none') return undefined;
      if (answer !== 'unsure') return answer;
      if (clock.now() >= until) throw new VoicePlaneAway();
      await wait(askAgainMs);
    }
  }

  /** One after the other for each room. */
  function act(wish: VoiceAct, here: (plane: VoicePlane) => void): void {
    const before = busy.get(wish.room);
    if (own?.has(wish.room) && !before) {
      here(own.plane);
      return;
    }
    const done = (before ?? Promise.resolve()).then(async () => {
      if (own?.has(wish.room)) here(own.plane);
      else await insist(wish, actMs).catch(() => {});
    });
    busy.set(wish.room, done);
    void done.finally(() => busy.get(wish.room) === done && busy.delete(wish.room));
  }

  const text = (room: RoomHandle) => room.reveal();
  return {
    token,
    async card(room, who) {
      if (own?.has(text(room))) return await own.plane.card(room, who);
      const answer = await insist({ do: 'card', room: text(room), who: who.reveal() }, cardMs);
      return answer?.card === undefined ? undefined : fromBase64Url(answer.card);
    },
    expel: (room, who) =>
      act({ do: 'expel', room: text(room), who: who.reveal() }, (plane) => plane.expel(room, who)),
    dismiss: (room, who) =>
      act({ do: 'dismiss', room: text(room), who: who.reveal() }, (plane) => plane.dismiss(room, who)),
    hands: (room, rule) => act({ do: 'hands', room: text(room), rule }, (plane) => plane.hands(room, rule)),
    mayRaise: (room, who, may) =>
      act({ do: 'mayRaise', room: text(room), who: who.reveal(), may }, (plane) =>
        plane.mayRaise(room, who, may),
      ),
    end: (room) => act({ do: 'end', room: text(room) }, (plane) => plane.end(room)),
    watch(listener) {
      listeners.add(listener);
      const stopOwn = own?.plane.watch(listener);
      return () => {
        listeners.delete(listener);
        stopOwn?.();
      };
    },
  };
}
