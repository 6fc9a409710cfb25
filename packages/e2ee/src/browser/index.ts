export {
  attachFrameTransforms,
  type EncodedFrame,
  type FrameTransformer,
  type FrameTransforms,
  type FrameTransformsPorts,
  parseTransformOptions,
  type TransformOptions,
  type TransformScope,
} from './frame-transforms.ts';
export type { LevelPort } from './level-input.ts';
export { type LevelMeter, type LevelMeterOptions, measureLevel } from './level-meter.ts';
export { protectReceiver, protectSender } from './protect.ts';
export {
  type EncryptedAudioSupport,
  type MissingSupport,
  type SupportScope,
  supportsEncryptedAudio,
} from './support.ts';
export { workerPorts } from './worker-ports.ts';
