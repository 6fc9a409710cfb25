import { randomUUID } from 'node:crypto';
import { idOf, uuidOf } from '../store/ids.ts';
import type { KeptNotice } from './notice.ts';

/** The columns of a notice. */
export type KeptRow = {
  readonly kind: string;
  readonly actor: string | null;
  readonly club: string | null;
  readonly event: string | null;
  readonly word: string | null;
};

export function rowOf(notice: KeptNotice): KeptRow {
  return {
    kind: notice.kind,
    actor: 'from' in notice ? uuidOf(notice.from) : null,
    club: 'club' in notice ? uuidOf(notice.club) : null,
    event: 'event' in notice ? uuidOf(notice.event) : null,
    word: 'role' in notice ? notice.role : 'about' in notice ? notice.about : null,
  };
}

/** Undefined for a row that this version does not understand. */
export function noticeOf(row: KeptRow): KeptNotice | undefined {
  const from = row.actor === null ? undefined : idOf('account', row.actor);
  const club = row.club === null ? undefined : idOf('club', row.club);
  const event = row.event === null ? undefined : idOf('event', row.event);
  switch (row.kind) {
    case 'followed':
    case 'messageRequest':
      return from && { kind: row.kind, from };
    case 'clubInvited':
    case 'clubRequested':
      return from && club && { kind: row.kind, from, club };
    case 'clubAccepted':
      return club && { kind: row.kind, club };
    case 'clubRole':
      return club && isRole(row.word) ? { kind: row.kind, club, role: row.word } : undefined;
    case 'askedToHost':
      return from && event && { kind: row.kind, from, event };
    case 'eventChanged':
    case 'eventCancelled':
    case 'eventReminder':
      return event && { kind: row.kind, event };
    case 'safety':
      return row.word === 'reportAnswered' || row.word === 'warning'
        ? { kind: row.kind, about: row.word }
        : undefined;
    default:
      return undefined;
  }
}

const isRole = (word: string | null): word is 'member' | 'admin' | 'owner' =>
  word === 'member' || word === 'admin' || word === 'owner';

/** Names a notice in its owner's list only. */
export const newNoticeId = (): string => randomUUID();
