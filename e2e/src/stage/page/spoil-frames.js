// Put before the app's key worker by a test. Told through a BroadcastChannel: 'bits' breaks each frame that arrives before
// the app's transform sees it, 'keys' makes every frame be opened with a key that is not the sender's, 'unopened' lets frames
// past the app to the decoder.
(() => {
  let mode = 'none';
  new BroadcastChannel('stoa-spoil').onmessage = ({ data }) => {
    mode = data;
  };

  const decrypt = SubtleCrypto.prototype.decrypt;
  let wrongKey;
  SubtleCrypto.prototype.decrypt = async function (algorithm, key, data) {
    if (mode !== 'keys') return decrypt.call(this, algorithm, key, data);
    const bits = { name: 'AES-GCM', length: 128 };
    wrongKey ??= this.generateKey(bits, false, ['encrypt', 'decrypt']);
    return decrypt.call(this, algorithm, await wrongKey, data);
  };

  const listen = self.addEventListener;
  self.addEventListener = function (type, listener, ...more) {
    if (type !== 'rtctransform') return listen.call(this, type, listener, ...more);
    return listen.call(this, type, (event) => listener(spoiled(event)), ...more);
  };

  function spoiled(event) {
    const { readable, writable, options } = event.transformer;
    if (options?.side !== 'receive') return event;
    const decoder = writable.getWriter();
    const before = new TransformStream({
      async transform(frame, controller) {
        if (mode === 'unopened') return decoder.write(frame);
        if (mode === 'bits') {
          const bytes = new Uint8Array(frame.data);
          bytes[bytes.length >> 1] ^= 0x10;
          frame.data = bytes.buffer;
        }
        controller.enqueue(frame);
      },
    });
    const after = new WritableStream({ write: (frame) => decoder.write(frame) });
    return { transformer: { readable: readable.pipeThrough(before), writable: after, options } };
  }
})();
