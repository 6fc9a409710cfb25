import { type PcmSource, toneSource } from '@stoa/client/node';
import { media } from '@stoa/protocol';

const loudFrames = 15;
const quietFrames = 10;
const frameMicros = media.frameMs * 1000;

/** Bursts as speech has them: 300 ms of a tone, 200 ms of nothing. Notes when it was loud. */
export class BurstVoice implements PcmSource {
  readonly spoken: { from: number; to: number }[] = [];
  readonly #tone: PcmSource;
  readonly #now: () => number;
  #isOn = false;
  #frame = 0;

  /** @param now microseconds since the Unix epoch */
  constructor(hertz: number, now: () => number) {
    this.#tone = toneSource(hertz, 0.3);
    this.#now = now;
  }

  set on(isOn: boolean) {
    this.#isOn = isOn;
    this.#frame = 0;
  }

  read(frame: Int16Array): void {
    const isLoud = this.#isOn && this.#frame++ % (loudFrames + quietFrames) < loudFrames;
    if (!isLoud) {
      frame.fill(0);
      return;
    }
    this.#tone.read(frame);
    const at = this.#now();
    const last = this.spoken.at(-1);
    if (last && at - last.to < 3 * frameMicros) last.to = at + frameMicros;
    else this.spoken.push({ from: at, to: at + frameMicros });
  }
}
