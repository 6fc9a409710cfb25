// Runs in the page before anything of the app does: the microphone becomes an oscillator, and what the page's media
// elements play can be measured. Plain JavaScript, injected as text.
(() => {
  if (window.stoaTones) return;
  const LOUD_ENOUGH = 0.001;
  const PAUSE_MILLIS = 50;
  const PATIENCE_MILLIS = 5000;
  const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
  const tone = { hz: 0, gain: 0.5, replaced: false };
  const microphones = new Set();
  const elements = new Set();
  const analysers = new Map();
  let shared;
  const context = () => {
    shared ??= new AudioContext({ sampleRate: 48000 });
    // Without a gesture in a page that needs one this waits for ever: nobody may wait for it.
    if (shared.state !== 'running') void shared.resume();
    return shared;
  };

  const devices = navigator.mediaDevices;
  const realMicrophone = devices?.getUserMedia?.bind(devices);
  if (realMicrophone) {
    devices.getUserMedia = async (wanted) => {
      // The real one first: a refused permission or a missing device must look as it does without us.
      const stream = await realMicrophone(wanted);
      if (!tone.replaced) return stream;
      for (const track of stream.getAudioTracks()) {
        track.stop();
        stream.removeTrack(track);
        stream.addTrack(oscillatorTrack());
      }
      return stream;
    };
  }

  function oscillatorTrack() {
    const audio = context();
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    const output = audio.createMediaStreamDestination();
    oscillator.connect(volume).connect(output);
    const microphone = { oscillator, volume };
    tune(microphone);
    oscillator.start();
    microphones.add(microphone);
    return output.stream.getAudioTracks()[0];
  }

  function tune({ oscillator, volume }) {
    if (tone.hz > 0) oscillator.frequency.value = tone.hz;
    volume.gain.value = tone.hz > 0 ? tone.gain : 0;
  }

  const original = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...original,
    set(stream) {
      // Elements that were never put into the document play as well.
      elements.add(this);
      original.set.call(this, stream);
    },
  });

  // A test's own evaluations count as gestures for Chromium, so its real policy can hardly be met in a test: this one can.
  function blockPlayback() {
    let touched = false;
    const play = HTMLMediaElement.prototype.play;
    for (const gesture of ['pointerdown', 'keydown']) {
      addEventListener(
        gesture,
        (event) => {
          touched ||= event.isTrusted;
        },
        true,
      );
    }
    HTMLMediaElement.prototype.play = function () {
      if (touched) return play.call(this);
      this.pause();
      return Promise.reject(new DOMException('play() needs a gesture of the person', 'NotAllowedError'));
    };
  }

  function analyserOf(track) {
    let analyser = analysers.get(track);
    if (!analyser) {
      const audio = context();
      analyser = audio.createAnalyser();
      analyser.fftSize = 8192;
      analyser.smoothingTimeConstant = 0;
      // Kept, or the source is collected and falls silent.
      analyser.source = audio.createMediaStreamSource(new MediaStream([track]));
      analyser.source.connect(analyser);
      analysers.set(track, analyser);
    }
    return analyser;
  }

  function measure(analyser) {
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    if (rms < LOUD_ENOUGH) return { hz: 0, rms, purity: 0 };
    const decibels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(decibels);
    let peak = 1;
    for (let bin = 1; bin < decibels.length - 1; bin++) if (decibels[bin] > decibels[peak]) peak = bin;
    const [left, top, right] = [decibels[peak - 1], decibels[peak], decibels[peak + 1]];
    const offset = (0.5 * (left - right)) / (left - 2 * top + right) || 0;
    let all = 0;
    let near = 0;
    decibels.forEach((level, bin) => {
      const power = 10 ** (level / 10);
      all += power;
      if (Math.abs(bin - peak) <= 4) near += power;
    });
    const width = analyser.context.sampleRate / analyser.fftSize;
    return { hz: (peak + offset) * width, rms, purity: all > 0 ? near / all : 0 };
  }

  window.stoaTones = {
    blockPlayback,
    speak(hz, gain = 0.5) {
      Object.assign(tone, { hz, gain, replaced: true });
      for (const microphone of microphones) tune(microphone);
    },
    async listen(millis) {
      const playing = [...elements].flatMap((element) =>
        (element.srcObject?.getAudioTracks?.() ?? [])
          .filter((track) => track.readyState === 'live')
          .map((track) => ({ element, analyser: analyserOf(track) })),
      );
      // Firefox takes a moment to open the sound device; a page that nobody touched may never get it.
      for (let waited = 0; playing.length > 0 && context().state !== 'running'; waited += PAUSE_MILLIS) {
        if (waited > PATIENCE_MILLIS)
          return { cannot: 'the page may not make a sound yet (no gesture, or no sound device)' };
        await pause(PAUSE_MILLIS);
      }
      await pause(millis);
      return playing.map(({ element, analyser }) => ({
        ...measure(analyser),
        paused: element.paused,
        muted: element.muted || element.volume === 0,
      }));
    },
  };
})();
