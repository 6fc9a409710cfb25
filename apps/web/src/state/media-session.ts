/** The part of a browser's media session that is used; some browsers lack actions, and they throw then. */
export type MediaPort = Pick<MediaSession, 'setActionHandler' | 'metadata' | 'playbackState'>;

export type MediaActs = {
  /** `undefined`: the other way round. */
  readonly setMicrophone: (open: boolean | undefined) => void;
  readonly hangUp: () => void;
  /** The lock screen's "play": the sound was held back. */
  readonly listen: () => void;
};

/**
 * The room among the device's own controls, on the lock screen and the headset. What stands there can be read by
 * whoever holds the device, so it is the app's name, never the room's or a person's. Returns what takes it away again.
 */
export function mediaControls(session: MediaPort, title: string, acts: MediaActs): () => void {
  const handlers: Readonly<Record<string, () => void>> = {
    togglemicrophone: () => acts.setMicrophone(undefined),
    hangup: acts.hangUp,
    stop: acts.hangUp,
    play: acts.listen,
    // A conversation does not wait: "pause" of a headset mutes whoever speaks, and no more.
    pause: () => acts.setMicrophone(false),
  };
  for (const [action, act] of Object.entries(handlers)) on(session, action, act);
  if (typeof MediaMetadata === 'function') session.metadata = new MediaMetadata({ title });
  session.playbackState = 'playing';
  return () => {
    for (const action of Object.keys(handlers)) on(session, action, null);
    session.metadata = null;
    session.playbackState = 'none';
  };
}

function on(session: MediaPort, action: string, handler: (() => void) | null): void {
  try {
    session.setActionHandler(action as MediaSessionAction, handler);
  } catch {
    // This browser has no such action.
  }
}
