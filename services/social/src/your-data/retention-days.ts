import { eventLimits, messageLimits, notificationLimits } from '@stoa/protocol/social';

/** How long what is stored is kept, in days. */
export const usualRetention = {
  /** A session that nobody used, with its device keys. */
  sessionsUnused: 90,
  notifications: notificationLimits.keptDays,
  /** After the end of an event: with its answers. */
  eventsOver: eventLimits.keptDays,
  /** A passkey that recovery enrolled and that nobody signed in with since it could be used. */
  recoveryUnused: 30,
  /** Keys of a device that was taken away: by then contacts have seen that it is gone. */
  devicesRemoved: 365,
  /** A sealed message that a device did not fetch. */
  messagesWaiting: messageLimits.waitingDays,
  /** That somebody asked to write to somebody, without an answer or refused. */
  messageRequests: messageLimits.requestDays,
  /** Sealed evidence, after the decision about it. */
  evidenceDecided: 30,
  /** Reports, after the decision about them. */
  reportsDecided: 180,
  /** Whom an entry of the moderation log is about, and its words; the chain of marks stays. */
  moderationPeople: 730,
  /** What is left of a deleted account, which nobody sees: 0 for at once. */
  accountsDeleted: 0,
} as const satisfies Record<string, number>;

export type RetentionName = keyof typeof usualRetention;
export type RetentionDays = { readonly [Name in RetentionName]: number };
