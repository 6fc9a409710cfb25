import type { Generated } from 'kysely';
import type { Day } from './accounts.ts';

/** Rows of migration 0007. */
export type SafetyTables = {
  safety_cases: {
    id: string;
    account: string;
    /** How urgent; see `safety/urgency.ts`. */
    score: number;
    opened_on: Day;
    decision: 'nothing' | 'warn' | 'ban' | null;
    decided_on: Day | null;
    n: Generated<number>;
  };
  safety_claims: { safety_case: string; operator: string };
  safety_reports: {
    id: string;
    safety_case: string;
    /** Whom it is about. */
    account: string;
    kind: 'person' | 'message' | 'room';
    reason: string;
    title: string | null;
    on_day: Day;
    evidence_key: number | null;
    evidence: Uint8Array | null;
    n: Generated<number>;
  };
  safety_reporters: { report: string; account: string; words: string; times: Generated<number> };
  safety_keys: { number: Generated<number>; public_key: Uint8Array; made_on: Day };
  bans: {
    account: string;
    reason: string;
    note: string;
    since: Day;
    until: Date | null;
    appeal: string | null;
    appeal_answered: Generated<boolean>;
  };
  banned_devices: { key_hash: Uint8Array; account: string };
  ban_version: { one: Generated<boolean>; version: Generated<number> };
  moderation_log: {
    /** Zeros: the operator's; otherwise a club's id. */
    log: string;
    n: number;
    on_day: Day;
    act: string;
    by_mark: Uint8Array;
    of_mark: Uint8Array;
    words_mark: Uint8Array;
    before: Uint8Array;
    hash: Uint8Array;
  };
  moderation_people: {
    log: string;
    n: number;
    /** `untold`: whom it is about is not to be told. */
    part: 'by' | 'of' | 'untold';
    account: string;
    salt: Uint8Array;
  };
  moderation_words: { log: string; n: number; account: string; salt: Uint8Array; words: string };
};
