import { type Holding, holding, type Way } from './holding.ts';

const hash: Way = { withheld: 'A hash of a secret that only its owner has.' };
const order: Way = { withheld: 'Only the order in which rows came.' };
const terms: Way = { withheld: 'Made from handle, name or title, for searching.' };
const ban = { column: 'standing', value: 'banned' } as const;

/**
 * Every table that says something about an account: how it is exported and disclosed, and when it is deleted. One list
 * for all three, so that none of them forgets what another knows.
 */
export const holdings: readonly Holding[] = [
  holding({
    table: 'accounts',
    columns: {
      id: 'id',
      handle: 'plain',
      handle_look: 'plain',
      name: 'plain',
      bio: 'plain',
      links: 'plain',
      image: 'id',
      operator: 'plain',
      device_generation: 'plain',
      passkey_user: 'id',
      created_on: 'plain',
    },
    views: [{ name: 'account', whose: 'id', to: 'person' }],
    erased: 'last',
  }),
  holding({
    table: 'images',
    columns: { id: 'id', size: 'plain', webp: 'bytes' },
    views: [{ name: 'pictures', whose: 'id', to: 'person', picture: true }],
    erased: 'first',
  }),
  holding({
    table: 'people',
    columns: {
      account: 'person',
      followers: 'plain',
      following: 'plain',
      lists_private: 'plain',
      gone: 'plain',
      search: terms,
    },
    views: [{ name: 'standing', whose: 'account', to: 'person' }],
    erased: 'last',
  }),
  holding({
    table: 'passkeys',
    columns: {
      id: 'id',
      account: 'person',
      credential: 'bytes',
      public_key: 'bytes',
      counter: 'plain',
      transports: 'plain',
      label: 'plain',
      synced: 'plain',
      created_on: 'plain',
      used_on: 'plain',
      usable_at: 'plain',
    },
    views: [{ name: 'passkeys', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'sessions',
    columns: {
      id: 'id',
      account: 'person',
      token_hash: hash,
      label: 'plain',
      created_on: 'plain',
      used_on: 'plain',
    },
    views: [{ name: 'sessions', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'recovery_codes',
    columns: {
      account: 'person',
      locator: { withheld: 'A part of the recovery code, which only its owner has.' },
      code_hash: hash,
      tries: 'plain',
      created_on: 'plain',
    },
    views: [{ name: 'recoveryCodes', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'devices',
    columns: {
      id: 'id',
      account: 'person',
      session: 'id',
      ed25519: 'bytes',
      x25519: 'bytes',
      label: 'plain',
      added_in: 'plain',
      removed_in: 'plain',
      added_on: 'plain',
      removed_on: 'plain',
    },
    views: [{ name: 'devices', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'api_tokens',
    columns: {
      id: 'id',
      account: 'person',
      token_hash: hash,
      label: 'plain',
      scopes: 'plain',
      created_on: 'plain',
      used_on: 'plain',
      expires_on: 'plain',
    },
    views: [{ name: 'tokens', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'follows',
    columns: { follower: 'person', followed: 'person', n: order },
    views: [
      { name: 'following', whose: 'follower', to: 'person' },
      { name: 'followers', whose: 'followed', to: 'person' },
    ],
    erased: 'batches',
  }),
  holding({
    table: 'blocks',
    columns: { blocker: 'person', blocked: 'person', n: order },
    views: [
      { name: 'blocks', whose: 'blocker', to: 'person' },
      { name: 'blockedBy', whose: 'blocked', to: 'operator' },
    ],
    erased: 'batches',
  }),
  holding({
    table: 'mutes',
    columns: { muter: 'person', muted: 'person', n: order },
    views: [
      { name: 'mutes', whose: 'muter', to: 'person' },
      { name: 'mutedBy', whose: 'muted', to: 'operator' },
    ],
    erased: 'batches',
  }),
  holding({
    table: 'club_people',
    columns: { club: 'club', account: 'person', standing: 'plain', rules_version: 'plain', n: order },
    views: [
      { name: 'clubs', whose: 'account', to: 'person', but: ban },
      // To who is banned the club looks as to a stranger.
      { name: 'clubBans', whose: 'account', to: 'operator', alone: ban },
    ],
    erased: 'first',
  }),
  holding({
    table: 'events',
    columns: {
      id: 'id',
      host: 'person',
      club: 'club',
      title: 'plain',
      description: 'plain',
      starts_at: 'plain',
      minutes: 'plain',
      zone: 'plain',
      audience: 'plain',
      sequence: 'plain',
      revised_at: 'plain',
      cancelled: 'plain',
      going: 'plain',
      search: terms,
      n: order,
    },
    views: [{ name: 'events', whose: 'host', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'event_hosts',
    columns: { event: 'event', account: 'person', accepted: 'plain' },
    views: [{ name: 'coHosting', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'event_answers',
    columns: { event: 'event', account: 'person', answer: 'plain', remind: 'plain', remind_at: 'plain' },
    views: [{ name: 'eventAnswers', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'calendar_feeds',
    columns: { id: 'id', account: 'person', club: 'club', token_hash: hash, created_on: 'plain' },
    views: [{ name: 'calendars', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'notifications',
    columns: {
      id: 'id',
      account: 'person',
      n: order,
      at: 'plain',
      kind: 'plain',
      actor: 'person',
      club: 'club',
      event: 'event',
      word: 'plain',
    },
    views: [
      { name: 'notifications', whose: 'account', to: 'person' },
      { name: 'toldToOthers', whose: 'actor', to: 'operator' },
    ],
    erased: 'batches',
  }),
  holding({
    table: 'bell_settings',
    columns: {
      account: 'person',
      zone: 'plain',
      quiet_from: 'plain',
      quiet_to: 'plain',
      paused: 'plain',
      paused_until: 'plain',
      read_to: 'plain',
    },
    views: [{ name: 'bellSettings', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'bells',
    columns: { account: 'person', about: 'person', level: 'plain' },
    views: [
      { name: 'bells', whose: 'account', to: 'person' },
      { name: 'bellsOfOthers', whose: 'about', to: 'operator' },
    ],
    // With the follows that they belong to.
    erased: 'last',
  }),
  holding({
    table: 'push_subscriptions',
    columns: {
      session: 'id',
      account: 'person',
      endpoint: 'plain',
      p256dh: 'bytes',
      auth: { withheld: 'A secret between the browser and this server.' },
    },
    views: [{ name: 'pushSubscriptions', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'message_ties',
    columns: {
      account: 'person',
      other: 'person',
      standing: 'plain',
      unanswered: 'plain',
      since_on: 'plain',
    },
    views: [
      { name: 'messageContacts', whose: 'account', to: 'person' },
      // Whether somebody else has refused, or answered, is told to nobody.
      { name: 'messageContactOf', whose: 'other', to: 'operator' },
    ],
    erased: 'batches',
  }),
  holding({
    table: 'envelopes',
    columns: {
      id: 'id',
      n: order,
      device: 'id',
      owner: 'person',
      author: 'person',
      message: 'id',
      envelope: 'bytes',
      arrived_on: 'plain',
    },
    views: [
      { name: 'messagesWaiting', whose: 'owner', to: 'person' },
      // Which devices of others have not fetched what one wrote.
      { name: 'messagesNotFetched', whose: 'author', to: 'operator' },
    ],
    erased: 'batches',
  }),
  holding({
    table: 'safety_cases',
    columns: {
      id: 'id',
      account: 'person',
      score: 'plain',
      opened_on: 'plain',
      decision: 'plain',
      decided_on: 'plain',
      n: order,
    },
    // Who is told that it was reported could find out by whom.
    views: [{ name: 'safetyCases', whose: 'account', to: 'operator' }],
    erased: 'first',
  }),
  holding({
    table: 'safety_reports',
    columns: {
      id: 'id',
      safety_case: 'id',
      account: 'person',
      kind: 'plain',
      reason: 'plain',
      title: 'plain',
      on_day: 'plain',
      evidence_key: 'plain',
      evidence: 'bytes',
      n: order,
    },
    views: [{ name: 'reportsAbout', whose: 'account', to: 'operator' }],
    erased: 'first',
  }),
  holding({
    table: 'safety_reporters',
    columns: { report: 'id', account: 'person', words: 'plain', times: 'plain' },
    views: [{ name: 'reports', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'safety_claims',
    columns: { safety_case: 'id', operator: 'person' },
    views: [{ name: 'safetyClaims', whose: 'operator', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'bans',
    columns: {
      account: 'person',
      reason: 'plain',
      note: 'plain',
      since: 'plain',
      until: 'plain',
      appeal: 'plain',
      appeal_answered: 'plain',
    },
    views: [{ name: 'ban', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'banned_devices',
    columns: { key_hash: 'bytes', account: 'person' },
    views: [{ name: 'bannedDevices', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'moderation_people',
    columns: { log: 'id', n: 'plain', part: 'plain', account: 'person', salt: 'bytes' },
    views: [
      { name: 'decisions', whose: 'account', to: 'person', but: { column: 'part', value: 'untold' } },
      // To who is banned from a club it looks as to a stranger.
      {
        name: 'decisionsUntold',
        whose: 'account',
        to: 'operator',
        alone: { column: 'part', value: 'untold' },
      },
    ],
    erased: 'first',
  }),
  holding({
    table: 'moderation_words',
    columns: { log: 'id', n: 'plain', account: 'person', salt: 'bytes', words: 'plain' },
    views: [{ name: 'decisionWords', whose: 'account', to: 'person' }],
    erased: 'first',
  }),
  holding({
    table: 'leaving',
    columns: { account: 'person', asked_on: 'plain' },
    views: [{ name: 'leaving', whose: 'account', to: 'operator' }],
    erased: 'last',
  }),
];

/** The other tables, and why they say nothing about an account. */
export const aboutNobody: Readonly<Record<string, string>> = {
  clubs: 'Words of a club belong to the club; who is in it is in club_people.',
  moderation_log: 'Salted marks alone: whom they mean is in moderation_people.',
  safety_keys: 'Public keys of the safety team.',
  ban_version: 'A number that rises.',
  push_keys: 'The key of this deployment.',
  migrations: 'What was done to the tables.',
};
