/** Every screen that is pictured in docs/screens. */
export interface Screen {
  /** Start of the file names, which go on with the look. */
  readonly name: string;
  readonly text: string;
  readonly looks: readonly Look[];
  /** The test file that stands before it. */
  readonly group: 'room' | 'closed' | 'trouble' | 'app' | 'installed' | 'check';
}
export type Look = `${'phone' | 'desktop'}-${'light' | 'dark'}`;

const ALL: readonly Look[] = ['desktop-light', 'desktop-dark', 'phone-light', 'phone-dark'];
const PHONE: readonly Look[] = ['phone-light'];
const BOTH: readonly Look[] = ['desktop-light', 'phone-dark'];

const room = (name: string, text: string, looks: readonly Look[] = PHONE): Screen => ({
  name,
  text,
  looks,
  group: 'room',
});
const trouble = (name: string, text: string, looks: readonly Look[] = PHONE): Screen => ({
  name,
  text,
  looks,
  group: 'trouble',
});
const closed = (name: string, text: string, looks: readonly Look[] = PHONE): Screen => ({
  name: `closed-${name}`,
  text,
  looks,
  group: 'closed',
});

const app = (name: string, text: string, looks: readonly Look[] = BOTH): Screen => ({
  name,
  text,
  looks,
  group: 'app',
});

const installed = (name: string, text: string, looks: readonly Look[] = PHONE): Screen => ({
  name,
  text,
  looks,
  group: 'installed',
});

const check = (name: string, text: string, looks: readonly Look[] = BOTH): Screen => ({
  name,
  text,
  looks,
  group: 'check',
});

export const SCREENS: readonly Screen[] = [
  room('start', 'Start page', ALL),
  room('join', 'By link: one name, one tap', BOTH),
  room('room', 'A room, as its moderator sees it', ALL),
  room('room-listener', 'The same room, as a listener with a raised hand sees it', BOTH),
  room('room-alone', 'A room that nobody has joined yet'),
  room('who-can-hear', 'Who can hear this, and the safety code', BOTH),
  room('share', 'The link and its QR code', BOTH),
  room('hands', 'At the door and in line, on a phone'),
  room('person-menu', 'What a moderator can do about one person', ['desktop-light']),
  room('room-menu', 'The menu of the room', BOTH),
  room('remove', 'Before somebody is removed'),
  room('end', 'Before the room is ended'),
  room('help', 'Help and shortcuts'),
  room('invited', 'Invited on stage', BOTH),
  room('frozen', 'A frozen stage', ['desktop-dark']),
  room('knocking', 'At the door of a room that asks', BOTH),
  room('knock', 'Somebody knocks', ['desktop-light']),
  app('sign-up', 'An account by passkey'),
  app('hallway', 'What is live for this person', ALL),
  app('hallway-empty', 'Nothing is live', PHONE),
  app('open-room', 'Opening a room as somebody with an account'),
  app('people', 'Finding people', PHONE),
  app('profile', 'A profile'),
  app('club', 'A club, as its owner sees it'),
  app('event', 'An event, as its host sees it'),
  app('notices', 'What one is told', PHONE),
  app('settings', 'Passkeys, recovery and sessions', PHONE),
  app('your-data', 'What is stored about one: all of it in a file, or gone', PHONE),
  installed('offline', 'Without network', BOTH),
  installed('newer', 'A newer version of the app waits'),
  trouble('connecting', 'On the way in'),
  trouble('reconnecting', 'The connection was lost', BOTH),
  trouble('tap-to-listen', 'The browser holds the sound back', BOTH),
  trouble('microphone-denied', 'The microphone is not allowed', BOTH),
  trouble('microphone-missing', 'There is no microphone'),
  closed('left', 'Left', BOTH),
  closed('removed', 'Removed'),
  closed('room-ended', 'The room has ended', BOTH),
  closed('replaced', 'Joined again somewhere else'),
  closed('room-not-found', 'No such room'),
  closed('wrong-link', 'A link that does not fit', BOTH),
  closed('secret-missing', 'A link without its secret part'),
  closed('not-admitted', 'Not let in'),
  closed('room-full', 'The room is full'),
  closed('nobody-answered', 'Nobody answered the door'),
  closed('ticket-refused', 'The ticket ran out'),
  closed('sound-refused', 'The sound could not be connected'),
  closed('disagree', 'The page is older than the server'),
  closed('unreachable', 'The server cannot be reached'),
  closed('unsupported', 'A browser that cannot encrypt', BOTH),
  check('check', 'The connection check, with nothing wrong'),
  check('check-blocked', 'The connection check where the network blocks UDP'),
];
