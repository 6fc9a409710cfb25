import { createECDH } from 'node:crypto';
import { notifications } from '@stoa/protocol/social';
import { newId } from '../../src/store/ids.ts';
import { randomly } from '../town.ts';
import { row } from './row.ts';

const p256dh = new Uint8Array(createECDH('prime256v1').generateKeys());

export const notificationsRows = [
  row(notifications.list, 'ok', () => ({})),
  row(notifications.unread, 'ok', () => ({})),
  row(notifications.markRead, 'ok', () => ({})),
  row(notifications.remove, 'ok', () => ({ notification: newId('notification', randomly) })),
  row(notifications.settings, 'ok', () => ({})),
  row(notifications.setSettings, 'ok', () => ({ zone: 'Asia/Tokyo', paused: false })),
  row(
    notifications.setBell,
    'notFound ok notFound notFound notFound notFound notFound',
    ({ owner }) => ({ account: owner.id, level: 'always' as const }),
    () => ({ account: newId('account', randomly), level: 'always' as const }),
  ),
  row(notifications.pushKey, 'ok', () => ({})),
  row(notifications.subscribe, 'ok', () => ({
    endpoint: 'https://fcm.googleapis.com/fcm/send/one',
    p256dh,
    auth: new Uint8Array(16),
  })),
  row(notifications.unsubscribe, 'ok', () => ({})),
];
