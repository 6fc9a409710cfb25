import type { Generated } from 'kysely';

/** Rows of migration 0005. */
export type NotificationsTables = {
  notifications: {
    id: string;
    account: string;
    n: Generated<number>;
    at: Date;
    kind: string;
    actor: string | null;
    club: string | null;
    event: string | null;
    word: string | null;
  };
  bell_settings: {
    account: string;
    zone: Generated<string>;
    quiet_from: number | null;
    quiet_to: number | null;
    paused: Generated<boolean>;
    paused_until: Date | null;
    read_to: Generated<number>;
  };
  bells: { account: string; about: string; level: 'always' | 'sometimes' | 'never' };
  push_subscriptions: {
    session: string;
    account: string;
    endpoint: string;
    p256dh: Uint8Array;
    auth: Uint8Array;
  };
  push_keys: { one: Generated<boolean>; public_key: Uint8Array; private_key: Uint8Array };
};
