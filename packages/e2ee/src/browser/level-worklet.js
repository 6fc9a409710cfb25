// Runs in the AudioWorklet: root mean square of 20 ms of the first channel, as one number, to the port it is given.
// Plain JavaScript, because browsers load it as it is.

class LevelProcessor extends AudioWorkletProcessor {
  #span = Math.round(sampleRate / 50);
  #count = 0;
  #sum = 0;
  #sink = undefined;
  #ended = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      if (data === 'end') this.#ended = true;
      else this.#sink = data;
    };
  }

  process([input]) {
    const samples = input?.[0];
    // An input that is not connected has no channels; it counts as silence.
    const length = samples === undefined ? 128 : samples.length;
    if (samples !== undefined) for (const sample of samples) this.#sum += sample * sample;
    this.#count += length;
    if (this.#count >= this.#span) {
      this.#sink?.postMessage(Math.sqrt(this.#sum / this.#count));
      this.#count = 0;
      this.#sum = 0;
    }
    return !this.#ended;
  }
}

registerProcessor('stoa-level', LevelProcessor);
