import type { KeyAlarm } from '@stoa/e2ee';

/** The alarms that stand: each once, in order of appearance; a host who is back ends what its absence raised. */
export function raise(standing: readonly KeyAlarm[], alarm: KeyAlarm): readonly KeyAlarm[] {
  if (alarm === 'hostBack') {
    return standing.filter((one) => one !== 'hostMissing' && one !== 'sendingStopped');
  }
  return standing.includes(alarm) ? standing : [...standing, alarm];
}
