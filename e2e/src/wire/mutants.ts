// The program with one promise broken. Each of these must be found; see the table in README.md.
import type { Edit } from './mutations.ts';

/** The worker encrypts only what the frame needs, as a program without padding would. */
export const withoutPadding: Edit[] = [
  {
    file: 'packages/e2ee/src/frame/sealer.ts',
    find: 'const payload = new Uint8Array(shape.payloadBytes);',
    put: 'const payload = new Uint8Array(40 + opus.length);',
  },
  {
    file: 'packages/e2ee/src/frame/sealer.ts',
    find: 'this.#subtle.encrypt(this.#params, key.key, this.#pt)',
    put: 'this.#subtle.encrypt(this.#params, key.key, this.#pt.subarray(0, 17 + opus.length))',
  },
];

/** The fiftieth Opus frame leaves the worker as it came from the encoder. */
export const oneClearFrame: Edit[] = [
  {
    file: 'packages/e2ee/src/browser/frame-transforms.ts',
    find: 'const result = work(new Uint8Array(data)).catch(() => undefined);',
    put: `globalThis.framesSent = (globalThis.framesSent ?? 0) + ((transformer.options as any).side === 'send' ? 1 : 0);
      const result = globalThis.framesSent === 50
        ? Promise.resolve(new Uint8Array(data))
        : work(new Uint8Array(data)).catch(() => undefined);`,
  },
];

/** The same with a frame of the right size: SRTP hides it from the wire, but the relay could read it. */
export const clearFramesOfFullSize: Edit[] = [
  {
    file: 'packages/e2ee/src/browser/frame-transforms.ts',
    find: 'const result = work(new Uint8Array(data)).catch(() => undefined);',
    put: `const result = work(new Uint8Array(data)).then((made) => {
        if ((transformer.options as any).side !== 'send' || !(made instanceof Uint8Array)) return made;
        globalThis.framesSent = (globalThis.framesSent ?? 0) + 1;
        if (globalThis.framesSent % 25 === 24) made.set(new Uint8Array(data).subarray(0, 127), 7);
        return made;
      }).catch(() => undefined);`,
  },
];

/** The audio level is negotiated and sent in each header, as browsers would by themselves. */
export const audioLevelExtension: Edit[] = [
  {
    file: 'packages/client/src/adapters/rtc/offered-lines.ts',
    find: '    withoutExtensions(line);\n',
    put: '',
  },
  {
    file: 'packages/client/src/adapters/rtc/browser-transport.ts',
    find: "await connection.setRemoteDescription({ type: 'answer', sdp: text });",
    put: `const level = /a=extmap:\\d+ urn:ietf:params:rtp-hdrext:ssrc-audio-level/.exec(connection.localDescription.sdp);
      await connection.setRemoteDescription({
        type: 'answer',
        sdp: text.replace('a=rtcp-mux', level[0] + '\\r\\na=rtcp-mux'),
      });`,
  },
];

export const withoutMessagePadding: Edit[] = [
  {
    file: 'packages/protocol/src/padding.ts',
    find: "return short === 0 ? json : json + ' '.repeat(paddingBytes - short);",
    put: 'return short < 0 ? "" : json;',
  },
];

/** A STUN server of somebody else, known by name. */
export const foreignStunServer: Edit[] = [
  {
    file: 'packages/client/src/adapters/rtc/offered-lines.ts',
    find: 'iceServers: []',
    put: "iceServers: [{ urls: 'stun:stun.elsewhere.test:3478' }, { urls: 'stun:192.0.2.7:3478' }]",
  },
];

const knowTheRoom: Edit = {
  file: 'packages/client/src/node/participant.ts',
  find: 'const { room, fragment } = invite;',
  put: 'const { room, fragment } = invite; (globalThis as any).mutant = { room: room.reveal(), name };',
};

/** The room's handle as the ICE user name, in hex, because an ICE name may not hold every character of base64url. */
export const handleAsIceName: Edit[] = [
  knowTheRoom,
  {
    file: 'packages/client/src/adapters/datachannel/link.ts',
    find: "this.#connection.setLocalDescription('offer');",
    put: `this.#connection.setLocalDescription('offer', {
      iceUfrag: Buffer.from((globalThis as any).mutant.room, 'base64url').toString('hex'),
      icePwd: 'abcdefghijklmnopqrstuvwxyz012345',
    });`,
  },
];

/** The handle's bytes in an RTP header extension, which SRTP leaves readable (RFC 3711 section 3.1). */
export const handleInRtpHeader: Edit[] = [
  knowTheRoom,
  {
    file: 'packages/client/src/adapters/datachannel/rtp.ts',
    find: 'packet.set(payload, rtpHeaderBytes);\n  return packet;',
    put: `packet.set(payload, rtpHeaderBytes);
  packet[0] = 0x90;
  const room = Buffer.from((globalThis as any).mutant.room, 'base64url');
  return Buffer.concat([packet.subarray(0, 12), Buffer.from([0xbe, 0xde, 0, 4]), room, payload]);`,
  },
];

/** A datagram beside the media, with the person's name in UTF-16. */
export const nameInDatagram: Edit[] = [
  knowTheRoom,
  {
    file: 'packages/client/src/adapters/datachannel/link.ts',
    find: 'const { slotOf, forLibrary } = readAnswer(text);',
    put: `const { slotOf, forLibrary } = readAnswer(text);
    const [, address, port] = /a=candidate:\\S+ 1 UDP \\d+ (\\S+) (\\d+)/i.exec(text) ?? [];
    const hello = Buffer.from('hello ' + (globalThis as any).mutant.name, 'utf16le');
    const socket = (process as any).getBuiltinModule('node:dgram').createSocket('udp4');
    socket.send(hello, Number(port), address, () => socket.close());`,
  },
];

/** A name that the page tells in a cookie, and a server that writes down the cookies of calls and the new handle. */
export const nameInCookie: Edit[] = [
  {
    file: 'packages/client/src/browser/rooms.ts',
    find: "how: 'open',",
    put: "how: ((document.cookie = 'who=' + encodeURIComponent(name)), 'open'),",
  },
];
export const cookiesInLog: Edit[] = [
  {
    file: 'apps/server/src/http/rooms-api.ts',
    find: 'const room = roomHandle(toBase64Url(randomBytes(16)));',
    put: `const room = roomHandle(toBase64Url(randomBytes(16)));
    console.error(JSON.stringify({ event: 'roomMade', cookies: request.headers.cookie }));`,
  },
];
export const handleOnDisk: Edit[] = [
  {
    file: 'apps/server/src/http/rooms-api.ts',
    find: 'const token = await issue(guestOf(request, reply), room, body.keyHash, true);',
    put: `const token = await issue(guestOf(request, reply), room, body.keyHash, true);
    (process as any).getBuiltinModule('node:fs').appendFileSync(
      process.env.STOA_DATA + '/rooms', Buffer.from(room.reveal(), 'base64url'));`,
  },
];
