// Runs in every page before the app: notes the tap, and when the page's slots are loud. The app is not changed.
const ears = { tappedAt: undefined, marks: {}, lastLoudAt: undefined, longestSilence: 0 };
window.ears = ears;

function mark(name) {
  if (ears.tappedAt !== undefined) ears.marks[name] ??= performance.now() - ears.tappedAt;
}

addEventListener('click', (event) => (ears.tappedAt ??= event.timeStamp), { capture: true });

const context = new AudioContext();
const analysers = [];
const samples = new Float32Array(256);

function isLoud(analyser) {
  analyser.getFloatTimeDomainData(samples);
  return samples.some((sample) => Math.abs(sample) > 0.001);
}

function look() {
  if (analysers.some(isLoud)) {
    const now = performance.now();
    mark('heard');
    ears.longestSilence = Math.max(ears.longestSilence, now - (ears.lastLoudAt ?? now));
    ears.lastLoudAt = now;
  }
}
// Timers of a page are held to 4 ms at best: that is the resolution.
setInterval(look, 4);

const NativeConnection = window.RTCPeerConnection;
window.RTCPeerConnection = class extends NativeConnection {
  constructor(...settings) {
    super(...settings);
    this.addEventListener('connectionstatechange', () => {
      if (this.connectionState === 'connected') mark('connected');
    });
  }

  async setLocalDescription(...description) {
    await super.setLocalDescription(...description);
    mark('offered');
  }

  setRemoteDescription(description) {
    mark('answered');
    return super.setRemoteDescription(description);
  }

  addTransceiver(trackOrKind, init) {
    const transceiver = super.addTransceiver(trackOrKind, init);
    if (init?.direction === 'recvonly') {
      const analyser = new AnalyserNode(context, { fftSize: samples.length });
      const mediaStream = new MediaStream([transceiver.receiver.track]);
      new MediaStreamAudioSourceNode(context, { mediaStream }).connect(analyser);
      analysers.push(analyser);
    }
    return transceiver;
  }
};
