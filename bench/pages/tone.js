// Runs in the speaker's page before the app: the microphone is a steady tone.
navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context, { frequency: 440 });
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  oscillator.connect(destination);
  oscillator.start();
  return destination.stream;
};
