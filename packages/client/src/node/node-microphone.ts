import type { Microphone } from '../room/ports.ts';
import type { PcmSource } from './audio/source.ts';

/** A microphone that is always there and speaks what it is told to. */
export type NodeMicrophone = Microphone<PcmSource> & { speak(source: PcmSource): void };

export function nodeMicrophone(first: PcmSource): NodeMicrophone {
  let source = first;
  let muted = false;
  const track: PcmSource = {
    read: (frame) => {
      // The source goes on while nobody hears it, as a room does in front of a muted microphone.
      source.read(frame);
      if (muted) frame.fill(0);
    },
  };
  return {
    speak: (next) => {
      source = next;
    },
    open: async () => ({ ok: true, track }),
    setMuted: (on) => {
      muted = on;
    },
    list: async () => [{ id: 'pcm', label: 'PCM source' }],
    choose: () => {},
    close: () => {},
  };
}
