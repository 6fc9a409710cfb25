// Takes the Opus frame out of a load packet, where a participant's worker would decrypt it.
onrtctransform = ({ transformer }) => {
  const { payloadBytes, opusAt, opusBytes } = transformer.options;
  const unwrap = new TransformStream({
    transform(frame, controller) {
      if (frame.data.byteLength !== payloadBytes) return;
      frame.data = frame.data.slice(opusAt, opusAt + opusBytes);
      controller.enqueue(frame);
    },
  });
  void transformer.readable.pipeThrough(unwrap).pipeTo(transformer.writable);
};
