/** What a relay, or a store, keeps about an era: the highest term that it has obeyed. */
export type Obeyed = { readonly term: number };

/** Is a word of this term to be obeyed? A lower one comes from an owner who was replaced, and may have slept meanwhile. */
export const obeys = (obeyed: Obeyed | undefined, term: number): boolean =>
  obeyed === undefined || term >= obeyed.term;

/** Milliseconds, each by the clock of whoever counts: no two clocks are ever compared. */
export const leaseRules = {
  renewMs: 250,
  /** An owner that could not renew for so long stops by itself, before anybody else can begin. */
  stopMs: 1_100,
  /** A lease in which somebody saw no change for so long is free for him. */
  lifeMs: 1_400,
  /** Whoever saw no other control for so long says that it is alone, and holds on when the store goes away. */
  aloneAfterMs: 30_000,
  aloneStopMs: 80_000,
  aloneLifeMs: 90_000,
} as const;

/** What a control says of itself in the store. `over`: it was replaced, or has ended, and comes back under another name. */
export type LifeRecord = { readonly alone: boolean; readonly over: boolean };

/**
 * One control's hold on everything that it owns. To take a room of another control, that one's record is marked as over
 * first, by comparison with the revision that did not change; so a renewal that succeeds proves that nothing was taken.
 */
export type Tenure = {
  /** `frozen`: it does not know. `lost`: somebody has marked it as over. */
  readonly is: 'beginning' | 'owner' | 'frozen' | 'lost';
  /** When the newest renewal that succeeded was sent. */
  readonly renewedAt: number;
  /** When the newest one was sent, and whether it is under way. */
  readonly sentAt: number;
  readonly asking: boolean;
  /** Everything that the store may hold of it says that it is alone. */
  readonly alone: boolean;
  /** When another control was last known to live. */
  readonly othersAt: number;
};

export type TenureInput =
  | { readonly type: 'tick' }
  /** The renewal succeeded. */
  | { readonly type: 'renewed' }
  /** It did not arrive, or nobody knows whether it did. */
  | { readonly type: 'failed' }
  /** The record is marked as over, or no longer there. */
  | { readonly type: 'replaced' }
  /** Another control lives. */
  | { readonly type: 'others' };

/** `renew`: what the record is to say now. */
export type TenureStep = {
  readonly tenure: Tenure;
  readonly renew?: LifeRecord;
  readonly wakeAt: number | undefined;
};

export const beginTenure = (now: number): Tenure => ({
  is: 'beginning',
  renewedAt: Number.NEGATIVE_INFINITY,
  sentAt: Number.NEGATIVE_INFINITY,
  asking: false,
  alone: false,
  othersAt: now,
});

/** May it act for its rooms at this moment? To be asked before each act: the process may have slept since the last step. */
export const owns = (tenure: Pick<Tenure, 'is' | 'renewedAt' | 'alone'>, now: number): boolean =>
  tenure.is === 'owner' && now < tenure.renewedAt + stopMs(tenure);

const stopMs = ({ alone }: Pick<Tenure, 'alone'>) => (alone ? leaseRules.aloneStopMs : leaseRules.stopMs);

export function stepTenure(before: Tenure, input: TenureInput, now: number): TenureStep {
  let tenure = heard(before, input, now);
  if (tenure.is === 'lost') return { tenure, wakeAt: undefined };
  if (tenure.is === 'owner' && !owns(tenure, now)) tenure = { ...tenure, is: 'frozen' };
  const renewAt = tenure.sentAt + leaseRules.renewMs;
  const stopAt = tenure.is === 'owner' ? tenure.renewedAt + stopMs(tenure) : Number.POSITIVE_INFINITY;
  if (tenure.asking || now < renewAt) {
    const wakeAt = Math.min(stopAt, tenure.asking ? Number.POSITIVE_INFINITY : renewAt);
    return { tenure, wakeAt: wakeAt === Number.POSITIVE_INFINITY ? undefined : wakeAt };
  }
  const alone = now - tenure.othersAt >= leaseRules.aloneAfterMs;
  // From the moment at which a shorter lease may stand in the store, only that one counts.
  tenure = { ...tenure, asking: true, sentAt: now, alone: tenure.alone && alone };
  return {
    tenure,
    renew: { alone, over: false },
    wakeAt: tenure.is === 'owner' ? tenure.renewedAt + stopMs(tenure) : undefined,
  };
}

function heard(tenure: Tenure, input: TenureInput, now: number): Tenure {
  switch (input.type) {
    case 'tick':
      return tenure;
    case 'others':
      return { ...tenure, othersAt: now };
    case 'failed':
      return { ...tenure, asking: false };
    case 'replaced':
      return { ...tenure, is: 'lost', asking: false };
    case 'renewed': {
      const alone = tenure.sentAt - tenure.othersAt >= leaseRules.aloneAfterMs;
      return { ...tenure, is: 'owner', asking: false, renewedAt: tenure.sentAt, alone };
    }
  }
}

/** What one control knows of another one's record, and since when by its own clock. */
export type Sighting = { readonly revision: number; readonly record: LifeRecord; readonly since: number };

export const sight = (
  before: Sighting | undefined,
  revision: number,
  record: LifeRecord,
  now: number,
): Sighting => (before?.revision === revision ? before : { revision, record, since: now });

/** May it be marked as over? Only at exactly this revision: then its owner has stopped by itself. */
export const lapsed = ({ record, since }: Sighting, now: number): boolean =>
  now - since >= (record.alone ? leaseRules.aloneLifeMs : leaseRules.lifeMs);
