import type { RoomView } from '@stoa/client';

type Closed = Extract<RoomView['phase'], { is: 'closed' }>;
export type CloseReason = Closed['why'];

/** What a person can do on the last screen of a stay. */
export type ClosedAction = 'again' | 'back' | 'here' | 'ask' | 'start';
export type ClosedScreen = {
  readonly why: CloseReason;
  /** `calm`: as it should be; `trouble`: try again; `stop`: something is wrong with the way in. */
  readonly tone: 'calm' | 'trouble' | 'stop';
  /** The first is the big button. */
  readonly actions: readonly ClosedAction[];
  /** Whole seconds that the server asked to wait; undefined when it said nothing. */
  readonly waitSeconds: number | undefined;
};

const screens: Record<CloseReason, Pick<ClosedScreen, 'tone' | 'actions'>> = {
  left: { tone: 'calm', actions: ['back', 'start'] },
  roomEnded: { tone: 'calm', actions: ['start'] },
  removed: { tone: 'calm', actions: ['start'] },
  replaced: { tone: 'calm', actions: ['here', 'start'] },
  roomFull: { tone: 'trouble', actions: ['again', 'start'] },
  roomNotFound: { tone: 'trouble', actions: ['start', 'again'] },
  wrongLink: { tone: 'stop', actions: ['start'] },
  secretMissing: { tone: 'stop', actions: ['start'] },
  notAdmitted: { tone: 'calm', actions: ['start', 'ask'] },
  nobodyAnswered: { tone: 'trouble', actions: ['again', 'start'] },
  unreachable: { tone: 'trouble', actions: ['again'] },
  serverStopping: { tone: 'trouble', actions: ['again'] },
  busy: { tone: 'trouble', actions: ['again'] },
  tooFast: { tone: 'trouble', actions: ['again'] },
  tokenRefused: { tone: 'trouble', actions: ['again'] },
  resumeRefused: { tone: 'trouble', actions: ['back', 'start'] },
  offerRefused: { tone: 'trouble', actions: ['again'] },
  noRelayInFence: { tone: 'trouble', actions: ['again', 'start'] },
  outsideFence: { tone: 'stop', actions: ['start'] },
  directoryRefused: { tone: 'stop', actions: ['again', 'start'] },
  otherVersion: { tone: 'stop', actions: ['again', 'start'] },
  malformed: { tone: 'trouble', actions: ['again'] },
  unsupportedBrowser: { tone: 'stop', actions: [] },
};

export function closedScreen({ why, retryInMs }: Pick<Closed, 'why' | 'retryInMs'>): ClosedScreen {
  const waitSeconds = retryInMs === undefined || retryInMs < 1_000 ? undefined : Math.ceil(retryInMs / 1_000);
  return { why, ...screens[why], waitSeconds };
}

export const closeReasons = Object.keys(screens) as readonly CloseReason[];
