import type { Clock } from '@stoa/control';
import { voiceSubjects, voiceWords } from '@stoa/protocol/fleet';
import { Fault } from '../fault.ts';
import type { VoiceBus } from '../voice/bus.ts';

const answerMs = 400;
const askAgainMs = 1_000;

export type OnlySocialParts = {
  readonly bus: VoiceBus;
  readonly clock: Clock;
  /** Of this process. */
  readonly life: string;
  /** It does nothing else, and the database is the fleet's: it may wait until it is needed. */
  readonly mayWait: boolean;
  /** Is the database the fleet's own (DATABASE_URL)? */
  readonly shared: boolean;
  readonly say: (text: string) => void;
};

/**
 * Who is in which room of the app is in the memory of one process, so one serves accounts at a time. Resolves when that is
 * this one; throws a `Fault` when it is another and this one cannot wait for its end.
 */
export async function onlySocial(parts: OnlySocialParts): Promise<void> {
  const { bus, clock, life, mayWait, shared, say } = parts;
  let serves = false;
  let refused = false;
  let others = 0;
  bus.hear(voiceSubjects.social, 'social', voiceWords.social, ({ from }) => {
    // Of two that begin at the same moment one goes first.
    if (from !== life && !refused && (serves || life < from))
      bus.say(voiceSubjects.socialHere(from), 'social here', { from: life });
  });
  bus.hear(voiceSubjects.socialHere(life), 'social here', voiceWords.social, () => void others++);
  const alone = async () => {
    others = 0;
    // Twice: the first word may come before another one listens.
    for (let asked = 0; asked < 2; asked++) {
      bus.say(voiceSubjects.social, 'social', { from: life });
      await new Promise<void>((resolve) => void clock.after(answerMs, resolve));
    }
    return others === 0;
  };
  for (let first = true; !(await alone()); first = false) {
    refused = !shared || !mayWait;
    if (!shared) {
      throw new Fault(
        'Another process of this fleet serves accounts, from a database of its own: set DATABASE_URL for both, or give this one other roles (--role control,relay,web).',
      );
    }
    if (!mayWait) {
      throw new Fault(
        'Another process of this fleet serves accounts, and one does at a time: give this one other roles (--role control,relay,web).',
      );
    }
    if (first) say('Another process serves accounts. This one takes over when that one ends.');
    await new Promise<void>((resolve) => void clock.after(askAgainMs, resolve));
  }
  serves = true;
}
