/** What one check found. Sentences are for operators; the fix says what to do. */
export type Finding = {
  /** A fixed word. */
  readonly check: CheckName;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly says: string;
  readonly fix?: string;
};

export type CheckName =
  | 'settings'
  | 'ports'
  | 'certificate'
  | 'address'
  | 'files'
  | 'clock'
  | 'database'
  | 'nats'
  | 'machine'
  | 'web';

type Say = (says: string, fix?: string) => Finding;

/** The three states of one check. */
export function findings(check: CheckName): { readonly ok: Say; readonly warning: Say; readonly fault: Say } {
  const say =
    (state: Finding['state']): Say =>
    (says, fix) => ({ check, state, says, ...(fix !== undefined && { fix }) });
  return { ok: say('ok'), warning: say('warning'), fault: say('fault') };
}
