import { type Finding, findings } from '../finding.ts';

/** Another clock, read with a certain slack: ours minus theirs, in milliseconds. */
export type ClockFact = { readonly of: string; readonly aheadMs: number; readonly slackMs: number };

/** Join tokens are good for a minute and sessions, events and certificates count on the time of day. */
const faultMs = 5_000;
const warningMs = 1_000;

export function decideClock(now: number, built: number, others: readonly ClockFact[]): Finding[] {
  const { ok, warning, fault } = findings('clock');
  if (now < built) {
    return [
      fault('The clock of this machine stands before this program was made.', 'Set it, and let NTP keep it.'),
    ];
  }
  const found = others.flatMap(({ of, aheadMs, slackMs }): Finding[] => {
    const off = Math.max(0, Math.abs(aheadMs) - slackMs);
    if (off < warningMs) return [];
    const sentence = `The clock of this machine is ${Math.round(off / 1_000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} that of ${of}.`;
    const fix = 'Let NTP keep both (timedatectl status).';
    return [off < faultMs ? warning(sentence, fix) : fault(sentence, fix)];
  });
  if (found.length > 0) return found;
  return [
    ok(
      others.length === 0
        ? 'There is no other clock to compare with.'
        : `The clock agrees with that of ${others.map(({ of }) => of).join(' and ')}.`,
    ),
  ];
}
