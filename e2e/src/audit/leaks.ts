// The program with one promise broken, and the finding that has to say so.

import * as wire from '../wire/mutants.ts';
import type { Edit } from '../wire/mutations.ts';

export type Leak = {
  readonly what: string;
  /** Of the participants' program. */
  readonly participants?: readonly Edit[];
  /** Of the server's and its relays'. */
  readonly server?: readonly Edit[];
  readonly accounts?: boolean;
  /** More options of the audit. */
  readonly more?: readonly string[];
  /** Findings that must be there, and a piece of what one of them says. */
  readonly codes: readonly string[];
  readonly says: RegExp;
  /** The browsers' tests in e2e/src/wire, or another leak here, break the same promise in each `npm test`: only with STOA_LONG. */
  readonly again?: true;
  /** A row of the trust table that has to be broken among others. */
  readonly row?: string;
};

/** Lets another edit of the same process know the room of whoever joins one. */
const knowTheRoom: Edit = {
  file: 'packages/client/src/node/participant.ts',
  find: 'const { room, fragment } = invite;',
  put: 'const { room, fragment } = invite; (globalThis as any).mutantRoom = room.reveal();',
};
/** Lets another edit of the same process know what the room is called. */
const knowTheTitle: Edit = {
  file: 'packages/client/src/node/participant.ts',
  find: 'const readable = cleanTitle(title);',
  put: 'const readable = cleanTitle(title); (globalThis as any).mutant = { title, name };',
};
/** Lets another edit of the same process know the account of whoever comes in with one. */
const knowTheAccount: Edit = {
  file: 'packages/client/src/room/ticket.ts',
  find: 'const binding = {',
  put: '(globalThis as any).mutantAccount = Buffer.from(bound.account).toString("hex"); const binding = {',
};
const knowTheName: Edit = {
  file: 'packages/client/src/node/participant.ts',
  find: 'const shown = cleanName(name);',
  put: 'const shown = cleanName(name); (globalThis as any).mutantName = name;',
};
const inHeader = (expression: string): Edit => ({
  file: 'packages/client/src/adapters/http/deployment-calls.ts',
  find: "headers: { 'content-type': 'application/json' },",
  put: `headers: { 'content-type': 'application/json', 'x-more': encodeURIComponent(${expression}) },`,
});
const datagramTo = (address: string, port: number, text: string): Edit => ({
  file: 'packages/client/src/adapters/datachannel/link.ts',
  find: 'const { slotOf, forLibrary } = readAnswer(text);',
  put: `const { slotOf, forLibrary } = readAnswer(text);
    const socket = (process as any).getBuiltinModule('node:dgram').createSocket('udp4');
    socket.send(${text}, ${port}, '${address}', () => socket.close());`,
});

export const LEAKS: readonly Leak[] = [
  {
    what: 'room id as STUN user name, in hex',
    participants: [
      knowTheRoom,
      {
        file: 'packages/client/src/adapters/datachannel/link.ts',
        find: "this.#connection.setLocalDescription('offer');",
        put: `const { mutantRoom } = globalThis as any;
    const iceUfrag = mutantRoom && Buffer.from(mutantRoom, 'base64url').toString('hex');
    this.#connection.setLocalDescription('offer', iceUfrag ? { iceUfrag, icePwd: 'abcdefghijklmnopqrstuvwxyz012345' } : {});`,
      },
    ],
    codes: ['O101'],
    says: /room handle is readable.*hex/,
  },
  {
    what: 'account id as STUN user name, in hex',
    again: true,
    accounts: true,
    participants: [
      knowTheAccount,
      {
        file: 'packages/client/src/adapters/datachannel/link.ts',
        find: "this.#connection.setLocalDescription('offer');",
        put: `const { mutantAccount: iceUfrag } = globalThis as any;
    this.#connection.setLocalDescription('offer', iceUfrag ? { iceUfrag, icePwd: 'abcdefghijklmnopqrstuvwxyz012345' } : {});`,
      },
    ],
    codes: ['O101'],
    says: /account id of a member is readable.*hex/,
    row: 'user id',
  },
  {
    what: 'room id in an RTP header extension',
    participants: [
      knowTheRoom,
      {
        file: 'packages/client/src/adapters/datachannel/rtp.ts',
        find: 'packet.set(payload, rtpHeaderBytes);\n  return packet;',
        put: `packet.set(payload, rtpHeaderBytes);
  packet[0] = 0x90;
  const room = Buffer.from((globalThis as any).mutantRoom ?? 'A'.repeat(22), 'base64url');
  return Buffer.concat([packet.subarray(0, 12), Buffer.from([0xbe, 0xde, 0, 4]), room, payload]);`,
      },
    ],
    codes: ['O101', 'O401'],
    says: /room handle/,
  },
  {
    what: 'name in UTF-16 in a datagram beside the media',
    participants: [
      knowTheName,
      {
        file: 'packages/client/src/adapters/datachannel/link.ts',
        find: 'const { slotOf, forLibrary } = readAnswer(text);',
        put: `const { slotOf, forLibrary } = readAnswer(text);
    const [, address, port] = /a=candidate:\\S+ 1 UDP \\d+ (\\S+) (\\d+)/i.exec(text) ?? [];
    const hello = Buffer.from('hello ' + (globalThis as any).mutantName, 'utf16le');
    const socket = (process as any).getBuiltinModule('node:dgram').createSocket('udp4');
    socket.send(hello, Number(port), address, () => socket.close());`,
      },
    ],
    codes: ['O101'],
    says: /name of a participant/,
  },
  {
    what: 'voice level in a clear header extension (RFC 6464)',
    again: true,
    participants: [
      {
        file: 'packages/client/src/adapters/datachannel/rtp.ts',
        find: 'packet.set(payload, rtpHeaderBytes);\n  return packet;',
        put: `packet.set(payload, rtpHeaderBytes);
  packet[0] = 0x90;
  const level = payload[0] === 0 ? 127 : 0x80 | (30 + (sequence % 4));
  return Buffer.concat([packet.subarray(0, 12), Buffer.from([0xbe, 0xde, 0, 1, 0x10, level, 0, 0]), payload]);`,
      },
    ],
    codes: ['O401'],
    says: /level of a voice is readable|extension, padding/,
  },
  {
    what: 'no padding, and a bit rate that follows the voice',
    participants: [
      ...wire.withoutPadding,
      {
        file: 'packages/client/src/adapters/opus/opus-codec.ts',
        find: 'encoder.vbr = false;',
        put: 'encoder.vbr = true;',
      },
    ],
    codes: ['O402'],
    says: /sizes/i,
  },
  {
    what: 'silence suppression',
    again: true,
    participants: [
      {
        file: 'packages/client/src/node/node-transports.ts',
        find: 'this.#source.read(this.#frame);',
        put: 'this.#source.read(this.#frame);\n    if (rmsOf(this.#frame) === 0) return;',
      },
    ],
    codes: ['O403'],
    says: /frames were not sent/,
  },
  {
    what: "a third party's STUN server",
    again: true,
    participants: [
      {
        file: 'packages/client/src/adapters/datachannel/link.ts',
        find: 'iceServers: []',
        put: "iceServers: ['stun:192.0.2.7:3478']",
      },
    ],
    codes: ['O603', 'O706'],
    says: /192\.0\.2\.7/,
  },
  {
    what: 'a packet to an address outside the fence',
    participants: [datagramTo('203.0.113.77', 4477, 'Buffer.from([7, 7, 7, 7])')],
    more: ['--fence', 'DE'],
    codes: ['O601', 'O706'],
    says: /203\.0\.113\.77|outside the fence/,
  },
  {
    what: 'room id in an address',
    participants: [
      {
        file: 'packages/client/src/adapters/http/token-calls.ts',
        find: '/api/tokens`, body, tokenResponseSchema);',
        put: "/api/tokens` + '?room=' + (body as any).room, body, tokenResponseSchema);",
      },
    ],
    codes: ['O708'],
    says: /room handle/,
  },
  {
    what: 'name told with the call for a token',
    participants: [knowTheName, inHeader("(globalThis as any).mutantName ?? ''")],
    codes: ['O704'],
    says: /name of a participant/,
  },
  {
    what: "a closed room's title told to the server",
    participants: [knowTheTitle, inHeader("(globalThis as any).mutant?.title ?? ''")],
    codes: ['O704'],
    says: /title of a closed room/,
  },
  {
    what: 'what was written told with a later call',
    participants: [
      {
        file: 'packages/client/src/room/conversation.ts',
        find: 'const cleaned = cleanChat(text);',
        put: 'const cleaned = cleanChat(text); (globalThis as any).mutantWords = text;',
      },
      inHeader("(globalThis as any).mutantWords ?? ''"),
    ],
    codes: ['O704'],
    says: /what was written/,
  },
  {
    what: 'signaling without padding',
    again: true,
    participants: wire.withoutMessagePadding,
    codes: ['O707'],
    says: /other lengths/,
  },
  {
    what: 'frames of full size that are not encrypted',
    participants: [
      {
        file: 'packages/e2ee/src/frame/sealer.ts',
        find: 'payload.set(new Uint8Array(await this.#subtle.encrypt(this.#params, key.key, this.#pt)), CIPHERTEXT_AT);',
        put: 'payload.set(this.#pt, CIPHERTEXT_AT);',
      },
    ],
    codes: ['O709'],
    says: /Members refused/,
  },
  {
    what: 'room id in a line of the log',
    server: [
      {
        file: 'apps/server/src/http/rooms-api.ts',
        find: "if (!body) return refuse(reply, 400, 'malformed', 'The body is not a request for a token.');",
        put: `if (!body) return refuse(reply, 400, 'malformed', 'The body is not a request for a token.');
    console.error(JSON.stringify({ event: 'joins', room: body.room.reveal() }));`,
      },
    ],
    codes: ['O701'],
    says: /room handle/,
  },
  {
    what: "a participant's address in the log",
    server: [
      {
        file: 'apps/server/src/http/rooms-api.ts',
        find: "if (!body) return refuse(reply, 400, 'malformed', 'The body is not a request for a room.');",
        put: `if (!body) return refuse(reply, 400, 'malformed', 'The body is not a request for a room.');
    console.error(JSON.stringify({ event: 'opens', from: options.address(request.raw) }));`,
      },
    ],
    codes: ['O701'],
    says: /network address/,
  },
  {
    what: 'room id in a file of the server',
    server: wire.handleOnDisk,
    codes: ['O702'],
    says: /room handle/,
  },
  {
    what: 'who came, as rows of the database',
    accounts: true,
    server: [
      {
        file: 'apps/server/src/social.ts',
        find: 'const { db, voice, key, clock, publicUrl, log, options = {} } = parts;',
        put: `const { db, voice, key, clock, publicUrl, log, options = {} } = parts;
  await (db as any).schema.createTable('visits').ifNotExists().addColumn('who', 'text').execute();
  voice.watch((news: any) => {
    if (news.kind !== 'seat') return;
    const who = news.room.reveal() + ' ' + news.subject.reveal();
    void (db as any).insertInto('visits').values({ who }).execute();
  });`,
      },
    ],
    codes: ['O703'],
    says: /in the table visits/,
  },
  {
    what: 'room id handed to the relay',
    server: [
      {
        file: 'apps/server/src/http/rooms-api.ts',
        find: 'const room = roomHandle(toBase64Url(randomBytes(16)));',
        put: 'const room = roomHandle(toBase64Url(randomBytes(16))); (globalThis as any).mutant = room.reveal();',
      },
      {
        file: 'services/control/src/media/switchboard.ts',
        find: "{ type: 'join', peer, era,",
        put: "{ ...({ room: (globalThis as any).mutant } as {}), type: 'join', peer, era,",
      },
      {
        file: 'services/relay/src/process/main.ts',
        find: "tell({ type: 'ready', port: probed.port, link });",
        put: `tell({ type: 'ready', port: probed.port, link });
  process.on('message', (message: any) => {
    (globalThis as any).kept = [...((globalThis as any).kept ?? []), message.room];
  });`,
      },
    ],
    codes: ['O705'],
    says: /relay's memory/,
  },
  {
    what: 'account id handed to the relay',
    accounts: true,
    server: [
      {
        file: 'services/social/src/rooms/rooms.ts',
        find: 'joins.take(viewer.id);',
        put: 'joins.take(viewer.id); (globalThis as any).mutant = viewer.id.reveal();',
      },
      {
        file: 'services/control/src/media/switchboard.ts',
        find: "{ type: 'join', peer, era,",
        put: "{ ...({ who: (globalThis as any).mutant } as {}), type: 'join', peer, era,",
      },
      {
        file: 'services/relay/src/process/main.ts',
        find: "tell({ type: 'ready', port: probed.port, link });",
        put: `tell({ type: 'ready', port: probed.port, link });
  process.on('message', (message: any) => {
    (globalThis as any).kept = [...((globalThis as any).kept ?? []), message.who];
  });`,
      },
    ],
    codes: ['O705'],
    says: /account id of a member.*relay's memory/,
    row: 'social graph',
  },
];
