import type { NoticeView } from '@stoa/protocol/social';
import type { TFunction } from 'i18next';

/** The sentence of a notice, and where it leads. */
export function noticeText(notice: NoticeView, t: TFunction): string {
  switch (notice.kind) {
    case 'followed':
    case 'onStage':
    case 'pinged':
    case 'messageRequest':
      return t(`notices.${notice.kind}`, { name: notice.from.name });
    case 'clubInvited':
    case 'clubRequested':
      return t(`notices.${notice.kind}`, { name: notice.from.name, club: notice.club.name });
    case 'clubAccepted':
      return t('notices.clubAccepted', { club: notice.club.name });
    case 'clubRole':
      return t(`notices.clubRole.${notice.role}`, { club: notice.club.name });
    case 'askedToHost':
      return t('notices.askedToHost', { name: notice.from.name, event: notice.event.title });
    case 'eventChanged':
    case 'eventCancelled':
    case 'eventReminder':
    case 'eventStarted':
      return t(`notices.${notice.kind}`, { event: notice.event.title });
    case 'safety':
      return t(`notices.safety.${notice.about}`);
  }
}

export type NoticePlace = {
  readonly to: '/p' | '/club' | '/event' | '/room';
  readonly hash: string;
};

export function noticePlace(notice: NoticeView): NoticePlace | undefined {
  switch (notice.kind) {
    case 'followed':
    case 'messageRequest':
      return { to: '/p', hash: notice.from.handle };
    case 'onStage':
    case 'pinged':
      return { to: '/room', hash: notice.room.reveal() };
    case 'clubInvited':
    case 'clubRequested':
    case 'clubAccepted':
    case 'clubRole':
      return { to: '/club', hash: notice.club.club.reveal() };
    case 'askedToHost':
    case 'eventChanged':
    case 'eventCancelled':
    case 'eventReminder':
    case 'eventStarted':
      return { to: '/event', hash: notice.event.event.reveal() };
    case 'safety':
      return undefined;
  }
}
