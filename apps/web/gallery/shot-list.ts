import type { Page } from 'playwright-core';

export type Shot = {
  readonly name: string;
  readonly scene: string;
  readonly query?: string;
  readonly sizes?: readonly ('phone' | 'desk')[];
  readonly themes?: readonly ('light' | 'dark')[];
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly full?: boolean;
  /** The text size that a person chose, as a factor. */
  readonly textZoom?: number;
  readonly forcedColours?: boolean;
  readonly moreContrast?: boolean;
  readonly steps?: (page: Page) => Promise<void>;
};

const both = ['light', 'dark'] as const;
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).click();
const menuItem = (menu: string | RegExp, item: string) => async (page: Page) => {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: item }).click();
};
const plain = (scene: string, more: Partial<Shot> = {}): Shot => ({ name: scene, scene, ...more });

/** The main screens, in every language. */
const wordScenes = [
  ...['start', 'join', 'moderator', 'hallway', 'people', 'club', 'event', 'notices'],
  ...['settings-access', 'settings-data'],
];
const closed = [
  'left',
  'roomEnded',
  'removed',
  'replaced',
  'roomFull',
  'roomNotFound',
  'wrongLink',
  'secretMissing',
  'notAdmitted',
  'nobodyAnswered',
  'unreachable',
  'serverStopping',
  'busy',
  'tooFast',
  'tokenRefused',
  'resumeRefused',
  'offerRefused',
  'noRelayInFence',
  'outsideFence',
  'directoryRefused',
  'otherVersion',
  'malformed',
  'unsupportedBrowser',
];

export const shots: readonly Shot[] = [
  plain('start', { themes: both, full: true }),
  plain('start', { name: 'start-mistakes', sizes: ['phone'], steps: press('Start a room'), full: true }),
  plain('start-live', {
    themes: both,
    full: true,
    steps: (page) => page.getByText('Live now').waitFor(),
  }),
  plain('join', { themes: both }),
  plain('connecting'),
  plain('door-steward', { sizes: ['phone'] }),
  plain('door-knock', { themes: both, sizes: ['phone'] }),
  plain('alone', { themes: both }),
  plain('start-fence', {
    themes: both,
    full: true,
    steps: async (page) => {
      await page.getByRole('radio', { name: /^Only through/ }).check();
      await page.getByRole('button', { name: 'Switzerland' }).click();
    },
  }),
  plain('start-fence', {
    name: 'start-fence-arabic',
    query: '&lang=ar',
    full: true,
    steps: (page) => page.getByRole('radio', { name: /^عبر بلدان/ }).check(),
  }),
  plain('join-fence', { themes: both }),
  plain('fenced', { themes: both }),
  plain('fenced', { name: 'path', themes: both, steps: menuItem('Room menu', 'Where your sound goes') }),
  plain('fenced', {
    name: 'path-arabic',
    query: '&lang=ar',
    steps: menuItem('قائمة الغرفة', 'إلى أين يذهب صوتك'),
  }),
  plain('fenced-stray', {
    name: 'path-stray',
    themes: both,
    steps: menuItem('Room menu', 'Where your sound goes'),
  }),
  plain('settings-fence', {
    themes: both,
    full: true,
    steps: (page) => page.getByRole('radio', { name: /^Through any/ }).check(),
  }),
  plain('twenty', { themes: both }),
  plain('speaker', { themes: both }),
  plain('moderator', { themes: both }),
  plain('moderator', {
    name: 'waiting',
    sizes: ['phone'],
    themes: both,
    steps: press(/Show who is at the door/),
  }),
  plain('hand-up'),
  plain('crowd', { themes: both }),
  plain('crowd-moderator', { full: true }),
  plain('long', { full: true }),
  plain('rtl', { query: '&dir=rtl', full: true }),
  plain('frozen', { sizes: ['phone'] }),
  plain('blocked', { themes: both }),
  plain('reconnecting', { themes: both }),
  plain('media', { sizes: ['phone'] }),
  plain('marks', { themes: both }),
  plain('mismatch', { sizes: ['phone'] }),
  plain('host-missing', { sizes: ['phone'] }),
  plain('sending-stopped', { themes: both, sizes: ['phone'] }),
  plain('keys-restarted'),
  plain('forged-keys', { sizes: ['desk'] }),
  plain('forked-roster', { sizes: ['phone'], themes: both }),
  plain('invited', { themes: both }),
  ...['denied', 'missing', 'busy'].map((why) =>
    plain(`microphone-${why}`, {
      sizes: why === 'denied' ? ['phone', 'desk'] : ['phone'],
      steps: press('Go on stage'),
    }),
  ),
  plain('twenty', { name: 'share', themes: both, steps: press('Invite people') }),
  plain('twenty', { name: 'hear', themes: both, steps: press(/can hear this/) }),
  plain('mismatch', { name: 'hear-mismatch', sizes: ['phone'], steps: press(/can hear this/) }),
  plain('twenty', { name: 'help', steps: menuItem('Room menu', 'Help and shortcuts') }),
  plain('speaker', {
    name: 'microphone-choice',
    sizes: ['phone'],
    steps: menuItem('Room menu', 'Choose microphone…'),
  }),
  plain('moderator', { name: 'room-menu', themes: both, steps: press('Room menu') }),
  plain('moderator', { name: 'person-menu', themes: both, steps: press('Options for Mei Tanaka') }),
  plain('moderator', {
    name: 'remove',
    steps: menuItem('Options for Mei Tanaka', 'Remove from the room'),
  }),
  plain('moderator', {
    name: 'end',
    sizes: ['phone'],
    steps: menuItem('Room menu', 'End the room for everyone'),
  }),
  plain('messages', { themes: both }),
  plain('messages', { name: 'messages-arabic', query: '&lang=ar' }),
  plain('messages', {
    name: 'message-requests',
    sizes: ['phone'],
    steps: async (page) => page.getByRole('tab', { name: /request/ }).click(),
  }),
  plain('messages-empty', { sizes: ['phone'] }),
  plain('conversation', { themes: both }),
  plain('conversation', { name: 'conversation-arabic', query: '&lang=ar', themes: both }),
  plain('conversation', {
    name: 'conversation-menu',
    sizes: ['phone'],
    steps: press(/^Options for the conversation/),
  }),
  plain('conversation-request', { themes: both }),
  plain('conversation-changed', { themes: both }),
  plain('messages-new-device', { themes: both }),
  plain('conversation-new-device', { themes: both }),
  plain('conversation-new-device', { name: 'conversation-new-device-arabic', query: '&lang=ar' }),
  plain('conversation-troubled', { sizes: ['phone'] }),
  plain('conversation-gone', { sizes: ['phone'] }),
  plain('conversation-new', { sizes: ['phone'] }),
  plain('chat', { themes: both, steps: press(/^Chat/) }),
  plain('chat', { name: 'chat-unread' }),
  plain('chat-moderator', { themes: both, steps: press(/^Chat/) }),
  plain('chat-moderator', {
    name: 'chat-line-menu',
    steps: async (page) => {
      await page.getByRole('button', { name: /^Chat/ }).click();
      await page
        .getByRole('button', { name: /^Options for the message of/ })
        .nth(1)
        .click();
    },
  }),
  plain('chat-crowd', { steps: press(/^Chat/) }),
  plain('chat-empty', { steps: press(/^Chat/) }),
  plain('chat-closed', { sizes: ['phone'], steps: press(/^Chat/) }),
  plain('chat-silenced', { sizes: ['phone'], steps: press(/^Chat/) }),
  plain('chat-rtl', { query: '&lang=ar', themes: both, steps: press(/^الدردشة/) }),
  plain('chat', {
    name: 'reactions',
    steps: press('React'),
    viewport: { width: 430, height: 844 },
    sizes: ['phone'],
  }),
  plain('chat', { name: 'reactions-desk', steps: press('React'), sizes: ['desk'], themes: both }),
  plain('chat-moderator', {
    name: 'pin-link',
    themes: both,
    steps: async (page) => {
      await page.getByRole('button', { name: /^Chat/ }).click();
      await page.getByRole('button', { name: 'Pin a link' }).click();
    },
  }),
  plain('probation', { themes: both }),
  plain('probation-mine', { sizes: ['phone'], themes: both }),
  plain('probation', { name: 'rules-plain', steps: menuItem('Room menu', 'Room settings…') }),
  plain('hall-few'),
  plain('hall', { themes: both, full: true }),
  plain('hall-moderator', { full: true }),
  plain('hall-crowd', { themes: both, full: true }),
  plain('hall-crowd', {
    name: 'hall-search',
    full: true,
    steps: async (page) => {
      await page.getByRole('searchbox').fill('mei');
      await page.getByText('Mei Tanaka B').first().waitFor();
    },
  }),
  plain('hall-rtl', { query: '&lang=ar', full: true }),
  plain('hall', { name: 'ask-in', themes: both, steps: press('Invite people') }),
  plain('hall-moderator', {
    name: 'rules',
    themes: both,
    full: true,
    steps: menuItem('Room menu', 'Room settings…'),
  }),
  plain('hall', { name: 'person-sheet', themes: both, steps: press('About Jonas Lindqvist') }),
  plain('hall', { name: 'person-unproven', sizes: ['phone'], steps: press('About Mei Tanaka') }),
  plain('unsupported'),
  plain('sign-up', { themes: both }),
  plain('sign-up', { name: 'sign-up-mistakes', sizes: ['phone'], steps: press('Create my passkey') }),
  plain('sign-in', { themes: both }),
  plain('recover', { sizes: ['phone'] }),
  plain('start-member', { themes: both, full: true }),
  plain('hallway', { themes: both }),
  plain('hallway-empty', { themes: both }),
  plain('hallway-newer', { themes: both }),
  plain('hallway-empty', { name: 'hallway-taste', sizes: ['phone'], steps: press('Choose') }),
  plain('hallway-offline', { sizes: ['phone'] }),
  plain('hallway-long', { sizes: ['phone'], full: true }),
  plain('hallway-rtl', { query: '&dir=rtl' }),
  plain('people', { themes: both }),
  plain('notices', { themes: both }),
  plain('notices-empty', { sizes: ['phone'] }),
  plain('clubs', { themes: both }),
  plain('club', { themes: both, full: true }),
  ...(['Invited', 'Banned', 'Events'] as const).map((tab) =>
    plain('club', {
      name: `club-${tab.toLowerCase()}`,
      sizes: ['phone'],
      full: true,
      steps: (page) => page.getByRole('tab', { name: tab }).click(),
    }),
  ),
  plain('club', {
    name: 'club-invite',
    steps: async (page) => {
      await page.getByRole('tab', { name: 'Invited' }).click();
      await page.getByRole('button', { name: 'Invite people' }).click();
    },
  }),
  plain('club-outside', { sizes: ['phone'], full: true }),
  plain('new-club', { full: true }),
  plain('events', { themes: both, full: true }),
  plain('event', { themes: both, full: true }),
  plain('event-host', { full: true }),
  plain('event-host', {
    name: 'event-ask',
    sizes: ['phone'],
    steps: press('Ask somebody to co-host'),
  }),
  plain('new-event', { full: true }),
  plain('safety-queue', { themes: both, full: true }),
  plain('safety-queue', { name: 'safety-case', themes: both, full: true, steps: press(/Viktor Hale/) }),
  plain('safety-queue', {
    name: 'safety-ban',
    full: true,
    steps: async (page) => {
      await press(/Viktor Hale/)(page);
      await page.getByRole('radio', { name: 'Ban' }).click();
      await page.getByRole('button', { name: 'Open the proof' }).click();
    },
  }),
  plain('safety-queue-empty', { sizes: ['phone'] }),
  plain('safety-bans', { themes: both, full: true }),
  plain('safety-log', { full: true }),
  plain('safety-key', { full: true }),
  plain('safety-only', { sizes: ['phone'] }),
  plain('banned', { themes: both, full: true }),
  plain('banned-waiting', { sizes: ['phone'] }),
  plain('profile', {
    name: 'report',
    themes: both,
    full: true,
    steps: menuItem(/^Options for/, 'Report'),
  }),
  plain('settings-privacy', { name: 'decisions', full: true }),
  plain('settings-profile', { themes: both, full: true }),
  plain('settings-access', { full: true }),
  plain('settings-recovery', { sizes: ['phone'], full: true }),
  plain('settings-access', {
    name: 'settings-access-key',
    full: true,
    steps: press('Make an access key'),
  }),
  plain('settings-access', {
    name: 'settings-rename',
    sizes: ['phone'],
    steps: press('Rename Firefox on Linux'),
  }),
  plain('settings-bells', { full: true }),
  plain('settings-taste', { themes: both }),
  plain('settings-data', { themes: both }),
  plain('settings-data', { name: 'settings-delete', themes: both, steps: press('Delete my account…') }),
  plain('settings-about', { full: true }),
  plain('deleted', { themes: both }),
  plain('check', { themes: both, full: true, steps: press('Check now') }),
  plain('settings-privacy', { sizes: ['phone'], full: true }),
  plain('profile', { themes: both, full: true }),
  plain('profile-warned', { sizes: ['phone'], full: true }),
  plain('profile-gone', { sizes: ['phone'] }),
  ...closed.map((why) => plain(`closed-${why}`, { sizes: why === 'left' ? ['phone', 'desk'] : ['phone'] })),
  plain('start', {
    name: 'narrow-start',
    sizes: ['phone'],
    viewport: { width: 320, height: 640 },
    full: true,
  }),
  plain('moderator', { name: 'narrow', sizes: ['phone'], viewport: { width: 320, height: 640 }, full: true }),
  plain('moderator', { name: 'wide', sizes: ['desk'], viewport: { width: 1600, height: 900 } }),
  ...(['start', 'join', 'moderator', 'twenty', 'invited', 'reconnecting'] as const).map((scene) =>
    plain(scene, { name: `big-text-${scene}`, textZoom: 2, full: true }),
  ),
  ...(['start', 'moderator', 'marks'] as const).map((scene) =>
    plain(scene, { name: `forced-colours-${scene}`, forcedColours: true, sizes: ['desk'] }),
  ),
  ...(['start', 'hallway', 'settings-data'] as const).map((scene) =>
    plain(scene, { name: `more-contrast-${scene}`, moreContrast: true, themes: both }),
  ),
  plain('hallway', { name: 'forced-colours-hallway', forcedColours: true, sizes: ['desk'] }),
  ...(['es', 'ar', 'ja', 'zh-Hans', 'zh-Hant'] as const).flatMap((lang) =>
    wordScenes.map((scene) =>
      plain(scene, { name: `words-${lang}-${scene}`, query: `&lang=${lang}`, sizes: ['phone'] }),
    ),
  ),
  // A browser's zoom of 200 % on a small laptop is a window of half the size to the layout.
  plain('moderator', { name: 'zoom', sizes: ['desk'], viewport: { width: 640, height: 400 }, full: true }),
];
