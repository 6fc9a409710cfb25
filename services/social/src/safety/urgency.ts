import type { ReportReason } from '@stoa/protocol/social';

export type Gathered = {
  readonly reasons: readonly ReportReason[];
  /** Different people. */
  readonly reporters: number;
  readonly evidence: boolean;
};

/** Whoever may be hurt while the case waits comes first. */
const weight: Readonly<Record<ReportReason, number>> = {
  minors: 60,
  threats: 60,
  selfHarm: 60,
  sexual: 30,
  hate: 30,
  harassment: 30,
  illegal: 30,
  impersonation: 10,
  spam: 10,
  other: 10,
};

/** Many reporters and evidence raise a case, but never one of the calm kind above a grave one: crowds can be called. */
export function scoreOf({ reasons, reporters, evidence }: Gathered): number {
  const gravest = Math.max(0, ...reasons.map((reason) => weight[reason]));
  return gravest + Math.min(3, Math.max(0, reporters - 1)) * 3 + (evidence ? 5 : 0);
}

export const urgencyOf = (score: number): 'now' | 'soon' | 'later' =>
  score >= 60 ? 'now' : score >= 30 ? 'soon' : 'later';
