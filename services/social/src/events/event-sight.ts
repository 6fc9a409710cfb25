import { isIn, type Standing } from '@stoa/core/clubs';
import { eventLimits } from '@stoa/protocol/social';

/** How somebody stands to an event. */
export type EventTie = {
  readonly audience: 'everyone' | 'club';
  readonly host: boolean;
  /** Said yes to being asked. */
  readonly coHost: boolean;
  readonly asked: boolean;
  /** A block between the person and the host, or the host is banned by the operator. */
  readonly blocked: boolean;
  /** In the event's club; `none` without one. */
  readonly standing: Standing;
};

export type EventSight = {
  readonly event: boolean;
  /** Change it, start its room, see who is asked. */
  readonly edit: boolean;
  /** Cancel it, ask and drop co-hosts. */
  readonly own: boolean;
};

/** V2, V3. */
export function eventSight(tie: EventTie): EventSight {
  const hosting = tie.host || tie.coHost;
  const open = tie.audience === 'everyone' ? tie.standing !== 'banned' : isIn(tie.standing);
  return { event: hosting || (!tie.blocked && (tie.asked || open)), edit: hosting, own: tie.host };
}

/** V12, all times in milliseconds since 1970. */
export const mayStartNow = (
  event: { readonly startsAt: number; readonly minutes: number; readonly cancelled: boolean },
  unix: number,
): boolean =>
  !event.cancelled &&
  unix >= event.startsAt - eventLimits.startEarlyMs &&
  unix < event.startsAt + event.minutes * 60_000;

/** V11. */
export const isSchedulable = (startsAt: number, unix: number): boolean =>
  startsAt > unix && startsAt <= unix + eventLimits.aheadDays * 86_400_000;
