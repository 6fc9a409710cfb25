import { z } from 'zod';
import { bytes } from '../bytes.ts';
import { endpoint, nothingSchema } from './endpoint.ts';
import {
  accountIdSchema,
  clubIdSchema,
  eventIdSchema,
  notificationIdSchema,
  roomHandleSchema,
} from './ids.ts';
import { bellLevelSchema, cursorSchema, personCardSchema } from './people.ts';

export const notificationLimits = {
  /** Kept for one person, the oldest go; and for how long. */
  kept: 500,
  keptDays: 60,
  /** Of rooms, in memory only: kept while the room lives, for one person. */
  roomNotices: 50,
  pageEntries: 50,
  pushSubscriptions: 10,
  changesPerDay: 500,
} as const;

const from = { from: personCardSchema };
const club = { club: z.object({ club: clubIdSchema, name: z.string() }) };
const event = { event: z.object({ event: eventIdSchema, title: z.string(), startsAt: z.int() }) };
const room = { room: roomHandleSchema };

/** What somebody is told. Those about rooms live in memory as long as the room; nothing keeps who was where. */
export const noticeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('followed'), ...from }),
  z.object({ kind: z.literal('clubInvited'), ...from, ...club }),
  z.object({ kind: z.literal('clubRequested'), ...from, ...club }),
  z.object({ kind: z.literal('clubAccepted'), ...club }),
  z.object({ kind: z.literal('clubRole'), ...club, role: z.enum(['member', 'admin', 'owner']) }),
  z.object({ kind: z.literal('askedToHost'), ...from, ...event }),
  z.object({ kind: z.literal('eventChanged'), ...event }),
  z.object({ kind: z.literal('eventCancelled'), ...event }),
  z.object({ kind: z.literal('eventReminder'), ...event }),
  z.object({ kind: z.literal('eventStarted'), ...event, ...room }),
  z.object({ kind: z.literal('onStage'), ...from, ...room }),
  z.object({ kind: z.literal('pinged'), ...from, ...room }),
  z.object({ kind: z.literal('messageRequest'), ...from }),
  z.object({ kind: z.literal('safety'), about: z.enum(['reportAnswered', 'warning']) }),
]);
export type NoticeView = z.infer<typeof noticeSchema>;
export type NoticeKind = NoticeView['kind'];

export const notificationSchema = z.object({
  notification: notificationIdSchema,
  /** Milliseconds since 1970, to the hour for what is kept. */
  at: z.int(),
  read: z.boolean(),
  notice: noticeSchema,
});
export type NotificationView = z.infer<typeof notificationSchema>;

const minute = z.int().min(0).max(1_439);
export const bellSettingsSchema = z.object({
  /** IANA name, for quiet hours and days. */
  zone: z.string(),
  /** Minutes since midnight. */
  quiet: z.object({ from: minute, to: minute }).optional(),
  /** Milliseconds since 1970. */
  pausedUntil: z.int().optional(),
  /** Paused until it is taken back. */
  paused: z.boolean(),
});

const done = nothingSchema;

export const notifications = {
  list: endpoint({
    path: '/api/notifications/list',
    access: 'account',
    scope: 'notificationsRead',
    body: z.strictObject({ cursor: cursorSchema.optional() }),
    reply: z.object({
      /** First page only: what lives in memory. */
      rooms: z.array(notificationSchema),
      notifications: z.array(notificationSchema),
      unread: z.int(),
      next: cursorSchema.optional(),
    }),
  }),
  unread: endpoint({
    path: '/api/notifications/unread',
    access: 'account',
    scope: 'notificationsRead',
    body: nothingSchema,
    reply: z.object({ unread: z.int() }),
  }),
  markRead: endpoint({
    path: '/api/notifications/mark-read',
    access: 'account',
    scope: 'notificationsWrite',
    body: nothingSchema,
    reply: done,
  }),
  remove: endpoint({
    path: '/api/notifications/remove',
    access: 'account',
    scope: 'notificationsWrite',
    body: z.strictObject({ notification: notificationIdSchema }),
    reply: done,
  }),
  settings: endpoint({
    path: '/api/notifications/settings',
    access: 'account',
    scope: 'notificationsRead',
    body: nothingSchema,
    reply: bellSettingsSchema,
  }),
  setSettings: endpoint({
    path: '/api/notifications/set-settings',
    access: 'account',
    scope: 'notificationsWrite',
    body: z.strictObject({
      zone: z.string().min(1).max(64),
      quiet: z.strictObject({ from: minute, to: minute }).optional(),
      pausedUntil: z.int().min(0).optional(),
      paused: z.boolean(),
    }),
    reply: done,
  }),
  /** For somebody one follows. */
  setBell: endpoint({
    path: '/api/notifications/set-bell',
    access: 'account',
    scope: 'notificationsWrite',
    body: z.strictObject({ account: accountIdSchema, level: bellLevelSchema }),
    reply: done,
  }),
  /** The server's VAPID key (uncompressed P-256 point), for `pushManager.subscribe`. */
  pushKey: endpoint({
    path: '/api/notifications/push-key',
    access: 'account',
    body: nothingSchema,
    reply: z.object({ key: bytes(65) }),
  }),
  /** What the browser's subscription says; it ends with this session. */
  subscribe: endpoint({
    path: '/api/notifications/subscribe',
    access: 'account',
    body: z.strictObject({ endpoint: z.url().max(1_024), p256dh: bytes(65), auth: bytes(16) }),
    reply: done,
  }),
  unsubscribe: endpoint({
    path: '/api/notifications/unsubscribe',
    access: 'account',
    body: nothingSchema,
    reply: done,
  }),
};
