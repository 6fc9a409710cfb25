// Runs in the page before anything of the app does, beside the rig's tones: finds what a person would press, counts
// the connections, and notes when sound comes and goes. Plain JavaScript, injected as text.
(() => {
  if (window.stoaStage) return;
  const SAMPLE_MILLIS = 10;
  const LOUD = 0.02;
  const now = () => performance.timeOrigin + performance.now();

  const connections = [];
  let negotiations = 0;
  const RealConnection = window.RTCPeerConnection;
  if (RealConnection) {
    window.RTCPeerConnection = class extends RealConnection {
      constructor(...options) {
        super(...options);
        connections.push(this);
      }
      setLocalDescription(...description) {
        negotiations += 1;
        return super.setLocalDescription(...description);
      }
    };
  }

  const roles = {
    button: 'button, [role="button"]',
    menuitem: '[role="menuitem"]',
    radio: 'input[type="radio"], [role="radio"], [role="menuitemradio"]',
    heading: 'h1, h2, h3, [role="heading"]',
    textbox: 'input:not([type]), input[type="text"], textarea',
  };
  const textOf = (element) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
  function nameOf(element) {
    const by = element.getAttribute('aria-labelledby');
    if (by)
      return by
        .split(' ')
        .map((id) => textOf(document.getElementById(id)))
        .join(' ');
    const label = element.getAttribute('aria-label');
    if (label) return label;
    if (element.labels?.length) return textOf(element.labels[0]);
    return textOf(element);
  }
  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest('[aria-hidden="true"], [inert]');
  const find = (role, name) =>
    [...document.querySelectorAll(roles[role])].find((element) => nameOf(element) === name && shown(element));

  const elements = new Set();
  const source = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...source,
    set(stream) {
      elements.add(this);
      source.set.call(this, stream);
    },
  });

  /** [when, loud] for each change, ms since 1970. */
  const turns = [];
  let watching = false;
  function watchSound() {
    if (watching) return;
    watching = true;
    const audio = new AudioContext({ sampleRate: 48000 });
    const meters = new Map();
    const samples = new Float32Array(512);
    let loud = false;
    const meterOf = (track) => {
      let meter = meters.get(track);
      if (!meter) {
        meter = audio.createAnalyser();
        meter.fftSize = samples.length;
        meter.source = audio.createMediaStreamSource(new MediaStream([track]));
        meter.source.connect(meter);
        meters.set(track, meter);
      }
      return meter;
    };
    const isLoud = (track) => {
      meterOf(track).getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      return Math.sqrt(sum / samples.length) > LOUD;
    };
    setInterval(() => {
      const tracks = [...elements]
        .filter((element) => !element.paused && !element.muted)
        .flatMap((element) => element.srcObject?.getAudioTracks?.() ?? [])
        .filter((track) => track.readyState === 'live');
      const is = tracks.map(isLoud).includes(true);
      if (is === loud) return;
      loud = is;
      turns.push([now(), loud]);
    }, SAMPLE_MILLIS);
  }

  const taps = [];
  addEventListener('click', (event) => taps.push(performance.timeOrigin + event.timeStamp), true);

  window.stoaStage = {
    find,
    nameOf,
    watchSound,
    turns,
    taps,
    heading: () => textOf([...document.querySelectorAll('h1')].find(shown)),
    /** What a seat on stage, or a listener's line, says of that person. */
    lineOf: (name) =>
      textOf(
        [...document.querySelectorAll('main li')].find((line) => textOf(line.querySelector('bdi')) === name),
      ),
    focused: () => (document.activeElement ? nameOf(document.activeElement) : ''),
    counts: () => ({ connections: connections.length, negotiations }),
    /** RTP packets of this page so far, and the bytes of their payloads. */
    sent: async () => {
      const total = { packets: 0, bytes: 0 };
      for (const connection of connections) {
        for (const entry of (await connection.getStats()).values()) {
          if (entry.type !== 'outbound-rtp') continue;
          total.packets += entry.packetsSent;
          total.bytes += entry.bytesSent;
        }
      }
      return total;
    },
    /** How each connection that is up sends: kind of candidate, protocol, and that of the way to a TURN server. */
    ways: async () => {
      const found = [];
      for (const connection of connections) {
        if (connection.connectionState !== 'connected') continue;
        const reports = [...(await connection.getStats()).values()];
        const chosen = reports.find((one) => one.type === 'transport')?.selectedCandidatePairId;
        const pair = reports.find(
          (one) => one.type === 'candidate-pair' && (chosen ? one.id === chosen : one.selected),
        );
        const local = reports.find((one) => one.id === pair?.localCandidateId);
        const remote = reports.find((one) => one.id === pair?.remoteCandidateId);
        found.push({
          kind: local?.candidateType,
          relayProtocol: local?.relayProtocol,
          to: remote && `${remote.address}:${remote.port}`,
        });
      }
      return found;
    },
    /** TURN servers that any connection was ever given. */
    turnServers: () =>
      connections.flatMap((connection) => connection.getConfiguration().iceServers ?? []).length,
    states: () => connections.map((connection) => connection.connectionState),
  };
})();
