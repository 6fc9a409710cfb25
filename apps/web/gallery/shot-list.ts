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
  readonly steps?: (page: Page) => Promise<void>;
};

const both = ['light', 'dark'] as const;
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).click();
const menuItem = (menu: string | RegExp, item: string) => async (page: Page) => {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: item }).click();
};
const plain = (scene: string, more: Partial<Shot> = {}): Shot => ({ name: scene, scene, ...more });

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
  'malformed',
  'unsupportedBrowser',
];

export const shots: readonly Shot[] = [
  plain('start', { themes: both, full: true }),
  plain('start', { name: 'start-mistakes', sizes: ['phone'], steps: press('Start a room'), full: true }),
  plain('join', { themes: both }),
  plain('connecting'),
  plain('door-steward', { sizes: ['phone'] }),
  plain('door-knock', { themes: both, sizes: ['phone'] }),
  plain('alone', { themes: both }),
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
  plain('unsupported'),
  plain('sign-up', { themes: both }),
  plain('sign-up', { name: 'sign-up-mistakes', sizes: ['phone'], steps: press('Create my passkey') }),
  plain('sign-in', { themes: both }),
  plain('recover', { sizes: ['phone'] }),
  plain('start-member', { themes: both, full: true }),
  plain('hallway', { themes: both }),
  plain('hallway-empty', { themes: both }),
  plain('hallway-offline', { sizes: ['phone'] }),
  plain('hallway-long', { sizes: ['phone'], full: true }),
  plain('hallway-rtl', { query: '&dir=rtl' }),
  plain('people', { themes: both }),
  plain('notices', { themes: both }),
  plain('notices-empty', { sizes: ['phone'] }),
  plain('clubs', { themes: both }),
  plain('club', { themes: both, full: true }),
  plain('club-outside', { sizes: ['phone'], full: true }),
  plain('new-club', { full: true }),
  plain('events', { themes: both, full: true }),
  plain('event', { themes: both, full: true }),
  plain('new-event', { full: true }),
  plain('settings-profile', { themes: both, full: true }),
  plain('settings-access', { full: true }),
  plain('settings-recovery', { sizes: ['phone'], full: true }),
  plain('settings-bells', { full: true }),
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
  ...(['es', 'ar', 'ja', 'zh-Hans', 'zh-Hant'] as const).flatMap((lang) =>
    (['start', 'moderator', 'hallway', 'event', 'settings-access'] as const).map((scene) =>
      plain(scene, { name: `words-${lang}-${scene}`, query: `&lang=${lang}`, full: true }),
    ),
  ),
  // A browser's zoom of 200 % on a small laptop is a window of half the size to the layout.
  plain('moderator', { name: 'zoom', sizes: ['desk'], viewport: { width: 640, height: 400 }, full: true }),
];
