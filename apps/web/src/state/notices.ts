import type { RoomView } from '@stoa/client';

type Alarm = RoomView['alarms'][number];
/** What needs to stand on the screen in sentences, most serious first. */
export type Notice = {
  readonly kind: Exclude<Alarm, 'hostBack' | 'removed'>;
  readonly tone: 'danger' | 'warning';
  /** Which occurrence: dismissing one does not hide the next of the same kind. */
  readonly key: string;
  readonly dismissable: boolean;
};

const order = [
  'forkedRoster',
  'forgedKeys',
  'forgedMessages',
  'sendingStopped',
  'keysRestarted',
  'hostMissing',
] as const;
const danger: ReadonlySet<Alarm> = new Set<Alarm>([
  'forkedRoster',
  'forgedKeys',
  'forgedMessages',
  'sendingStopped',
]);
// These two end by themselves when a moderator's device is back; a click would only hide what is still true.
const lasting: ReadonlySet<Alarm> = new Set<Alarm>(['hostMissing', 'sendingStopped']);

/** Alarms in the order in which they came, as the view has them, to the notices that still hold. */
export function noticesOf(alarms: readonly Alarm[], dismissed: ReadonlySet<string>): readonly Notice[] {
  const counts = new Map<Alarm, number>();
  for (const alarm of alarms) {
    counts.set(alarm, (counts.get(alarm) ?? 0) + 1);
    if (alarm === 'hostBack') for (const ended of lasting) counts.delete(ended);
  }
  return (
    order
      .filter((kind) => counts.has(kind))
      // Sending stopped says all that a missing host says, and more.
      .filter((kind) => kind !== 'hostMissing' || !counts.has('sendingStopped'))
      .map(
        (kind): Notice => ({
          kind,
          tone: danger.has(kind) ? 'danger' : 'warning',
          key: `${kind}-${counts.get(kind)}`,
          dismissable: !lasting.has(kind),
        }),
      )
      .filter((notice) => !dismissed.has(notice.key))
  );
}
