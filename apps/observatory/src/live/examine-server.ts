// What the server is told: TLS opened with the participants' own secrets.
import { WebSocketFrames } from '../evidence/websocket.ts';
import type { CheckId } from './checks.ts';
import { type CanaryKind, canariesOf, type Material } from './material.ts';
import { type LiveFinding, liveFinding, notRun, type Outcome } from './outcome.ts';
import { Search } from './search.ts';
import { examineTalk } from './talk.ts';
import { type OpenedStream, openTls } from './tls-open.ts';

/** Signaling is padded to this. */
const STEP = 256;

type Told = {
  readonly http: Buffer;
  readonly answers: Buffer;
  readonly messages: readonly { from: 'client' | 'server'; payload: Buffer }[];
};

export async function examineServer(
  file: string,
  keyLog: string,
  material: Material,
  chatArrived: boolean,
): Promise<Map<CheckId, Outcome>> {
  const outcomes = new Map<CheckId, Outcome>();
  const ids: CheckId[] = [
    'server.lengths',
    'server.names',
    'server.titles',
    'server.words',
    'server.urls',
    'server.addresses',
    'server.talk',
  ];
  const streams = material.isTls ? await openTls(file, keyLog) : [];
  const open = streams.filter(({ isOpen }) => isOpen);
  if (open.length === 0) {
    const why = material.isTls
      ? 'no TLS connection of the capture could be opened with the key log'
      : 'the address has no TLS, and so everything is readable: see the findings of the path';
    for (const id of ids) outcomes.set(id, notRun(why));
    return outcomes;
  }
  const told = open.map(toldIn);
  const messages = told.flatMap((one) => one.messages);
  const fromClient = Buffer.concat([
    ...told.map(({ http }) => http),
    ...messages.filter(({ from }) => from === 'client').map(({ payload }) => payload),
  ]);
  const fromServer = Buffer.concat([
    ...told.map(({ answers }) => answers),
    ...messages.filter(({ from }) => from === 'server').map(({ payload }) => payload),
  ]);
  const both = Buffer.concat([fromClient, fromServer]);
  const sees = new Search(canariesOf(material.planted, ['handle'])).in('', fromClient).length > 0;
  const seen = `${open.length} of ${streams.length} connections opened: ${both.length} bytes, ${messages.length} messages.`;
  const control = sees ? 'the room handle was found in it by the same search' : undefined;
  const search = (kinds: readonly CanaryKind[], where: string, bytes: Buffer): LiveFinding[] =>
    new Search(canariesOf(material.planted, kinds))
      .in(where, bytes)
      .map(({ what, how }) => liveFinding('O704', `${what} as ${how} in ${where}`));

  outcomes.set('server.names', {
    findings: search(['name'], 'what the server was told', both),
    seen,
    control,
  });
  outcomes.set('server.titles', {
    findings: search(['closedTitle', 'secret'], 'what the server was told', both),
    seen,
    control,
  });
  outcomes.set(
    'server.words',
    chatArrived
      ? { findings: search(['words'], 'what the server was told', both), seen, control }
      : notRun('nothing was written in the room'),
  );
  const odd = messages.filter(({ payload }) => payload.length === 0 || payload.length % STEP !== 0);
  outcomes.set('server.lengths', {
    findings:
      odd.length === 0
        ? []
        : [
            liveFinding(
              'O707',
              `${odd.length} of ${messages.length} messages have other lengths than steps of ${STEP} bytes, such as ${odd[0]!.payload.length} from the ${odd[0]!.from}`,
            ),
          ],
    seen: `${messages.length} messages, all of whole steps of ${STEP} bytes.`,
    control: messages.length > 0 ? `${messages.length} messages were opened and measured` : undefined,
  });
  const lines = Buffer.concat(told.flatMap(({ http }) => requestLines(http)));
  outcomes.set('server.urls', {
    findings: new Search(canariesOf(material.planted))
      .in('an address that was asked for', lines)
      .map(({ what, how, where }) => liveFinding('O708', `${what} as ${how} in ${where}`)),
    seen: `${lines.toString('latin1').split('\n').length - 1} requests.`,
    control:
      fromClient.includes(material.host) && lines.length > 0
        ? 'host and requests were read by the same search'
        : undefined,
  });
  outcomes.set('server.addresses', addresses(material, fromServer));
  outcomes.set('server.talk', await examineTalk(file, material.spoken));
  return outcomes;
}

function addresses({ people, expected }: Material, fromServer: Buffer): Outcome {
  if (people.length === 0)
    return notRun(
      'the participants share an address with the deployment: run it from another machine or namespace',
    );
  const found = people.filter((address) => fromServer.includes(address));
  const relay = [...expected].find(
    (address) => !people.includes(address) && fromServer.includes(`${address} `),
  );
  return {
    findings: found.map(() =>
      liveFinding('O704', "a participant's network address in what the server tells others"),
    ),
    seen: `${fromServer.length} bytes from the server.`,
    control: relay === undefined ? undefined : "the relay's own address was found in it",
  };
}

/** HTTP up to the upgrade, then the messages of the WebSocket. */
function toldIn({ fromClient, fromServer }: OpenedStream): Told {
  const isSocket = /\r\nupgrade: *websocket/i.test(fromClient.toString('latin1', 0, 4000));
  if (!isSocket) return { http: fromClient, answers: fromServer, messages: [] };
  const split = (bytes: Buffer) => {
    const end = bytes.indexOf('\r\n\r\n') + 4;
    return [bytes.subarray(0, end), bytes.subarray(end)] as const;
  };
  const [asked, up] = split(fromClient);
  const [answered, down] = split(fromServer);
  const read = (from: 'client' | 'server', bytes: Buffer) => {
    const messages: { from: 'client' | 'server'; payload: Buffer }[] = [];
    new WebSocketFrames().push(bytes, 0, (payload) => {
      if (payload.length > 125 || looksLikeText(payload))
        messages.push({ from, payload: Buffer.from(payload) });
    });
    return messages;
  };
  return { http: asked, answers: answered, messages: [...read('client', up), ...read('server', down)] };
}

/** Pings and closes are no messages. */
const looksLikeText = (payload: Uint8Array): boolean => payload[0] === 0x7b;

/** The page of a room is asked for by the room's own link, which people share; what is behind its # never is. */
const OWN_LINK = /^(GET) \/r\/[\w-]{22}(?=[ ?])/;

/** A request may follow the body of the one before without a line end. */
const requestLines = (http: Buffer): Buffer[] =>
  [...http.toString('latin1').matchAll(/(?:GET|POST|PUT|DELETE|HEAD|OPTIONS) \/[^\r\n ]* HTTP\/1\.1/g)].map(
    ([line]) => Buffer.from(`${line.replace(OWN_LINK, '$1 /r/')}\n`),
  );
