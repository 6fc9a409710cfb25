import type { Roster } from '@stoa/e2ee';
import type { RoomSnapshot } from '@stoa/protocol';
import type { Mismatch } from '../room-view.ts';

/**
 * Compares what the signed log says with what control counts. Three numbers move at their own pace while people come
 * and go, so only a difference that outlasts its time is shown:
 *
 * - more participants or consumers than the roster names, or somebody on control's stage who is not on the signed one.
 *   10 s.
 * - a roster larger than the participants: people who left and still hold keys. Stewards sign leavers out in batches
 *   of up to 60 s, so this may last 90 s.
 *
 * Fewer consumers than participants is no mismatch: a connection that is being re-made looks like that.
 *
 * The numbers on one side are control's own word. So this shows mistakes and a server that contradicts itself; a control
 * that hides a listener reports numbers that agree. Against such a listener stand the signed roster and its keys.
 */
export const surplusMs = 10_000;
export const lagMs = 90_000;

export type MismatchWatch = {
  /** What the roster has to reach, since when. Lowered when people leave; set anew once it was reached. */
  readonly surplus: { readonly target: number; readonly since: number } | undefined;
  readonly lag: { readonly target: number; readonly since: number } | undefined;
  readonly strangerSince: number | undefined;
  readonly found: Mismatch | undefined;
};

export const noMismatch: MismatchWatch = {
  surplus: undefined,
  lag: undefined,
  strangerSince: undefined,
  found: undefined,
};

export function watch(
  before: MismatchWatch,
  roster: Pick<Roster, 'present' | 'stage'>,
  control: Pick<RoomSnapshot, 'participants' | 'consumers' | 'stage'>,
  now: number,
): MismatchWatch {
  const counted = Math.max(control.participants, control.consumers);
  const surplus = follow(before.surplus, counted, roster.present, now);
  const lag = follow(before.lag, -control.participants, -roster.present, now);
  const signed = new Set(roster.stage.map((member) => member.leaf));
  const strangers = control.stage.some((member) => !signed.has(member.leaf));
  const strangerSince = strangers ? (before.strangerSince ?? now) : undefined;

  const lasts =
    (surplus !== undefined && now - surplus.since >= surplusMs) ||
    (lag !== undefined && now - lag.since >= lagMs) ||
    (strangerSince !== undefined && now - strangerSince >= surplusMs);
  const { found } = before;
  const numbers = {
    roster: roster.present,
    consumers: control.consumers,
    participants: control.participants,
  };
  const same =
    found?.roster === numbers.roster &&
    found?.consumers === numbers.consumers &&
    found?.participants === numbers.participants;
  return {
    surplus,
    lag,
    strangerSince,
    found: lasts ? (same ? found : numbers) : undefined,
  };
}

/**
 * In a room where people come all the time the roster is always a little behind. It is in order as long as it reaches,
 * in time, what was counted when it fell behind. A small surplus in a fast growing room shows once it grows slower.
 */
function follow(
  before: MismatchWatch['surplus'],
  counted: number,
  signed: number,
  now: number,
): MismatchWatch['surplus'] {
  if (counted <= signed) return undefined;
  const target = before ? Math.min(before.target, counted) : counted;
  return before && signed < target ? { target, since: before.since } : { target: counted, since: now };
}
