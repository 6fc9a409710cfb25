/** The part of a browser's media session that is used; some browsers lack actions, and they throw then. */
export type MediaPort = Pick<MediaSession, 'setActionHandler' | 'metadata' | 'playbackState'> &
  Partial<Pick<MediaSession, 'setMicrophoneActive'>>;

export type MediaActs = {
  readonly toggleMicrophone: () => void;
  readonly hangUp: () => void;
  /** The lock screen's "play": the sound was held back. */
  readonly listen: () => void;
};

const actions = ['togglemicrophone', 'hangup', 'play', 'pause', 'stop'] as const;

/**
 * The room among the device's own controls, on the lock screen and the headset. What stands there can be read by
 * whoever holds the device, so it is the app's name, never the room's or a person's. Returns what takes it away again.
 */
export function mediaControls(
  session: MediaPort,
  title: string,
  acts: MediaActs,
  inRoom: () => boolean,
): () => void {
  const handlers: Record<(typeof actions)[number], MediaSessionActionHandler> = {
    togglemicrophone: acts.toggleMicrophone,
    hangup: acts.hangUp,
    stop: acts.hangUp,
    play: acts.listen,
    // A conversation does not wait: "pause" of a headset mutes oneself where there is something to mute, and no more.
    pause: acts.toggleMicrophone,
  };
  for (const action of actions) on(session, action, (details) => inRoom() && handlers[action](details));
  if (typeof MediaMetadata === 'function') session.metadata = new MediaMetadata({ title });
  session.playbackState = 'playing';
  return () => {
    for (const action of actions) on(session, action, null);
    session.metadata = null;
    session.playbackState = 'none';
  };
}

function on(session: MediaPort, action: string, handler: MediaSessionActionHandler | null): void {
  try {
    session.setActionHandler(action as MediaSessionAction, handler);
  } catch {
    // This browser has no such action.
  }
}
