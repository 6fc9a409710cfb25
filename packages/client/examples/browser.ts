import {
  chatCodePoints,
  checkSupport,
  joinRoom,
  prepare,
  type Room,
  readFence,
  startRoom,
} from '@stoa/client';

/** What your app draws from a room. */
declare function render(room: Room): void;
declare function announce(text: string): void;

// --- start
export async function start(name: string, title: string): Promise<Room> {
  const support = await checkSupport();
  if (!support.ok) throw new Error(`this browser cannot take part: ${support.missing}`);
  // From a tap: asks for the microphone and unlocks the sound.
  const room = await startRoom({ server: location.origin, name, title, policy: 'open' });
  console.info('share', location.origin + room.link);
  return room;
}
// --- end

// --- join
export function join(link: string, name: string): Room {
  const room = joinRoom({ link, name });
  room.subscribe(() => render(room));
  room.onSignal((signal) => {
    if (signal.type === 'invited') announce('You are invited to speak.');
  });
  return room;
}
// --- end

// --- prepare
export function showJoinScreen(whenLeft: (callback: () => void) => void): void {
  const forget = prepare();
  whenLeft(forget);
}
// --- end

// --- view
export function describe(room: Room): string {
  const { phase, title, stage, canHear } = room.view;
  switch (phase.is) {
    case 'connecting':
      return 'Connecting';
    case 'waiting':
      return phase.for === 'knock' ? 'A moderator is looking at your request' : 'At the door';
    case 'reconnecting':
      return `Trying again, ${phase.attempt}`;
    case 'closed':
      return `Closed: ${phase.why}`;
    case 'live': {
      const speaking = stage.filter((person) => person.speaking).map((person) => person.name);
      return `${title}: ${speaking.join(', ') || 'silence'}. ${canHear} people can hear this.`;
    }
  }
}
// --- end

// --- listen
export function showListenButton(room: Room, button: HTMLButtonElement): void {
  button.hidden = room.view.sound !== 'blocked';
  button.onclick = () => void room.listen();
}
// --- end

// --- stage
export async function goOnStage(room: Room): Promise<string> {
  const outcome = await room.acceptInvite();
  if (outcome.ok) return 'You are on stage';
  switch (outcome.why) {
    case 'microphoneDenied':
      return 'The browser keeps the microphone from this page. You go on listening.';
    case 'microphoneMissing':
    case 'microphoneBusy':
      return 'No microphone can be used right now. You go on listening.';
    default:
      return `That was not possible: ${outcome.why}`;
  }
}
// --- end

// --- chat
export async function write(room: Room, text: string): Promise<string> {
  const outcome = await room.say(text);
  if (outcome.ok) return '';
  switch (outcome.why) {
    case 'malformed':
      return `At most ${chatCodePoints} characters`;
    case 'tooFast':
      return 'A little slower, please';
    default:
      return `That was not possible: ${outcome.why}`;
  }
}
// --- end

// --- moderate
export async function takeNextHand(room: Room): Promise<void> {
  const [next] = room.view.hands.people;
  if (next) await room.invite(next.leaf);
}
// --- end

// --- fence
export async function openAtHome(server: string): Promise<void> {
  const fence = readFence('DE,FR');
  if (!fence) return;
  const room = await startRoom({ server, name: 'Ada', title: 'Tea', policy: 'link', fence });
  const receipt = await room.receipt();
  for (const { host, address, port, inFence } of receipt.lines) {
    console.info(host?.jurisdiction ?? 'unknown', host?.operator, address, port, inFence);
  }
}
// --- end
