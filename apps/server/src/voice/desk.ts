import type { Clock, Control } from '@stoa/control';
import { roomHandle, subject, toBase64Url } from '@stoa/protocol';
import {
  fleetWords,
  type VoiceAct,
  type VoiceBulletin,
  voiceSubjects,
  voiceWords,
} from '@stoa/protocol/fleet';
import type { VoiceBus } from './bus.ts';
import { toWire } from './news-on-wire.ts';

const aliveMs = 1_000;
/** So many news are kept for those who missed some. */
const kept = 10_000;
const againAtOnce = 1_000;
const nobody = subject('A'.repeat(22));

/** Does it have the room? Whoever nobody is, is not barred from it. */
export const hasRoom = (control: Pick<Control, 'card'>, room: string): boolean =>
  control.card(roomHandle(room), nobody) !== undefined;

/** One control's end of the voice plane: does what is asked of its rooms, and tells what happens in them. */
export class VoiceDesk {
  readonly #bus: VoiceBus;
  readonly #control: Control;
  readonly #life: string;
  readonly #news: VoiceBulletin[] = [];
  readonly #stopWatching: () => void;
  #stopTimer = () => {};
  #n = 0;

  constructor(bus: VoiceBus, control: Control, life: string, clock: Clock) {
    this.#bus = bus;
    this.#control = control;
    this.#life = life;
    bus.hear(voiceSubjects.ask, 'ask', voiceWords.ask, ({ from, id, act }) => {
      const answer = () => {
        const here = hasRoom(control, act.room);
        const card = here ? this.#do(act) : undefined;
        const said = { life, id, here, ...(card && { card: toBase64Url(new Uint8Array(card)) }) };
        bus.say(voiceSubjects.answer(from), 'answer', said);
      };
      if (hasRoom(control, act.room)) {
        answer();
        return;
      }
      // Whoever has it answers. While it changes hands nobody says that it is not there, and it is asked for again.
      control.isSomewhere(roomHandle(act.room)).then(
        (somewhere) => {
          if (!somewhere || hasRoom(control, act.room)) answer();
        },
        () => {},
      );
    });
    bus.hear(voiceSubjects.missed, 'missed', voiceWords.missed, ({ from, of, after }) => {
      if (of !== life) return;
      const bulletins = this.#news.filter(({ n }) => n > after).slice(0, againAtOnce);
      bus.say(voiceSubjects.again(from), 'again', { life, bulletins });
    });
    this.#stopWatching = control.watch((news) => {
      const bulletin = { life, n: ++this.#n, news: toWire(news) };
      this.#news.push(bulletin);
      if (this.#news.length > kept) this.#news.splice(0, kept / 2);
      bus.say(voiceSubjects.news, 'news', bulletin);
    });
    const alive = () => {
      this.#say({});
      this.#stopTimer = clock.after(aliveMs, alive);
    };
    alive();
  }

  /** Its rooms are others' now, or over. */
  stop(): void {
    this.#stopTimer();
    this.#stopWatching();
    this.#say({ ended: true });
    this.#bus.stop();
  }

  #say(more: Partial<VoiceBulletin>): void {
    this.#bus.say(voiceSubjects.news, 'news', { life: this.#life, n: this.#n, speaks: fleetWords, ...more });
  }

  #do(act: VoiceAct): Uint8Array | undefined {
    const control = this.#control;
    const room = roomHandle(act.room);
    switch (act.do) {
      case 'card':
        return control.card(room, subject(act.who));
      case 'expel':
        control.expel(room, subject(act.who));
        return undefined;
      case 'dismiss':
        control.dismiss(room, subject(act.who));
        return undefined;
      case 'hands':
        control.hands(room, act.rule);
        return undefined;
      case 'mayRaise':
        control.mayRaise(room, subject(act.who), act.may);
        return undefined;
      case 'end':
        control.end(room);
        return undefined;
      default:
        return act satisfies never;
    }
  }
}
