export type { PacketTap } from '../adapters/datachannel/link.ts';
export { type OpusDecoder, opusDecoder } from '../adapters/opus/opus-codec.ts';
export { amplitudeAt } from './audio/goertzel.ts';
export { Pacer } from './audio/pacer.ts';
export { type PcmSource, silentSource, toneSource, wavSource } from './audio/source.ts';
export { type Pcm, readWav, resample, writeWav } from './audio/wav.ts';
export type { MediaStats } from './media-counts.ts';
export { createNodeParticipant, type NodeParticipant, type ParticipantOptions } from './participant.ts';
export { type ProbeOptions, type ProbeResult, probe } from './probe.ts';
