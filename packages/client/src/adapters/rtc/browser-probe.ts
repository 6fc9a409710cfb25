const patienceMs = 1_000;

/**
 * Round trip to a UDP port that answers STUN binding requests, ms: from the moment that the browser begins to gather to the
 * address that the answer says. Nothing else is sent, and no third party is asked. Undefined when nothing came back.
 */
export function browserProbe(address: string, port: number): Promise<number | undefined> {
  const host = address.includes(':') ? `[${address}]` : address;
  const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${host}:${port}` }] });
  return new Promise<number | undefined>((resolve) => {
    let began = 0;
    const timer = setTimeout(() => done(undefined), patienceMs);
    const done = (ms: number | undefined) => {
      clearTimeout(timer);
      connection.close();
      resolve(ms);
    };
    connection.onicecandidate = ({ candidate }) => {
      if (candidate?.type === 'srflx') done(performance.now() - began);
    };
    connection.createDataChannel('');
    connection
      .createOffer()
      .then((offer) => {
        began = performance.now();
        return connection.setLocalDescription(offer);
      })
      .catch(() => done(undefined));
  });
}
