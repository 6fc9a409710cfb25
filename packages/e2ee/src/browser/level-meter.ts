/** The page's side of the loudness: microphone track -> AudioWorklet -> straight to the worker, past the page. */

export interface LevelMeter {
  /** Ends the measuring and frees the audio context. */
  stop(): Promise<void>;
}

export interface LevelMeterOptions {
  /** Where `level-worklet.js` is served from, when a bundler has put it elsewhere. */
  readonly workletUrl?: string | URL;
}

/**
 * Measures `track` and posts one number (RMS 0..1) each 20 ms to `port`, which is transferred; its other end goes to the
 * worker's `FrameTransforms.listenTo`. To be called after a tap, or the browser keeps the context suspended.
 * Rejects when the worklet cannot be loaded.
 */
export async function measureLevel(
  track: MediaStreamTrack,
  port: MessagePort,
  options: LevelMeterOptions = {},
): Promise<LevelMeter> {
  // The query keeps bundlers from making a data: URL of the small file, which a strict content security policy refuses.
  const workletUrl = options.workletUrl ?? new URL('./level-worklet.js?no-inline', import.meta.url);
  const context = new AudioContext({ latencyHint: 'interactive' });
  try {
    await context.audioWorklet.addModule(workletUrl);
  } catch (error) {
    await context.close();
    throw error;
  }
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const node = new AudioWorkletNode(context, 'stoa-level', { numberOfInputs: 1, numberOfOutputs: 0 });
  node.port.postMessage(port, [port]);
  source.connect(node);
  // Not awaited: a context that may not start yet would hold up going on stage, and the worker copes without a level.
  context.resume().catch(() => undefined);
  return {
    stop: async () => {
      node.port.postMessage('end');
      source.disconnect();
      await context.close();
    },
  };
}
