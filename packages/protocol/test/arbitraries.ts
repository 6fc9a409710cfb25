import fc from 'fast-check';
import {
  type ClientMessage,
  joinToken,
  leaf,
  limits,
  roomHandle,
  type ServerMessage,
  toBase64Url,
} from '../src/index.ts';

const bytes = (min: number, max: number = min): fc.Arbitrary<Uint8Array<ArrayBuffer>> =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((value) => new Uint8Array(value));
const someLeaf = fc.nat({ max: 0xffff_ffff }).map(leaf);
const count = fc.nat();
const next = fc.integer({ min: 1, max: 0xffff_ffff });
const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
const token = bytes(170).map((value) => joinToken(toBase64Url(value)));
const head = fc.record({ seq: count, generation: count, epoch: count, size: count, bytes: bytes(1, 300) });
const wraps = fc.array(
  fc.record({ depth: fc.nat({ max: 20 }), index: fc.nat({ max: 0xf_ffff }), box: bytes(1, 64) }),
  { maxLength: 5 },
);
const sealed = fc.array(fc.record({ leaf: someLeaf, bytes: bytes(1, 100) }), { maxLength: 5 });
const leaves = fc.array(someLeaf, { maxLength: 5 });
const key = bytes(32);
const proof = bytes(64);

const chatWho = fc.constantFrom('everybody' as const, 'stage' as const, 'nobody' as const);
const command = fc.oneof(
  fc
    .constantFrom(
      ...(['raiseHand', 'lowerHand', 'acceptInvite', 'declineInvite', 'leaveStage', 'endRoom'] as const),
    )
    .map((name) => ({ do: name })),
  fc.record({ do: fc.constant('muteSelf' as const), muted: fc.boolean() }),
  fc.record({ do: fc.constant('freezeStage' as const), frozen: fc.boolean() }),
  fc.record({
    do: fc.constantFrom(
      ...(['invite', 'dismissHand', 'moveToAudience', 'mute', 'makeModerator', 'remove'] as const),
    ),
    leaf: someLeaf,
  }),
  fc.record({ do: fc.constant('setChat' as const), who: chatWho }),
  fc.record({ do: fc.constant('silence' as const), leaf: someLeaf, silenced: fc.boolean() }),
  fc.record({ do: fc.constant('setProbation' as const), seconds: fc.nat({ max: limits.probationSeconds }) }),
  fc.record({ do: fc.constant('keepOnStage' as const), leaf: someLeaf }),
);

const wish = fc.record(
  {
    fence: fc.constantFrom('DE,FR', '!CN', 'DE/#0123456789abcdef', '*/!a.example'),
    near: fc.array(
      fc.record({ host: fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/), ms: fc.nat({ max: 10_000 }) }),
      {
        maxLength: 16,
      },
    ),
  },
  { requiredKeys: [] },
);

export const clientMessage: fc.Arbitrary<ClientMessage> = fc.oneof(
  fc.record(
    {
      t: fc.constant('open' as const),
      token,
      key,
      proof,
      offer: text,
      wish,
      policy: fc.constantFrom('open' as const, 'link' as const, 'knock' as const),
      title: fc.string({ unit: 'grapheme', maxLength: limits.titleCodePoints / 4 }),
      card: bytes(1, 100),
      entry: bytes(1, 100),
      head,
    },
    { requiredKeys: ['t', 'token', 'key', 'proof', 'offer', 'policy', 'card', 'entry', 'head'] },
  ),
  fc.record(
    { t: fc.constant('join' as const), token, key, proof, offer: text, wish, request: bytes(1, 2_048) },
    { requiredKeys: ['t', 'token', 'key', 'proof', 'offer', 'request'] },
  ),
  fc.record({
    t: fc.constant('resume' as const),
    room: bytes(16).map((value) => roomHandle(toBase64Url(value))),
    leaf: someLeaf,
    proof,
    seen: count,
    headSeq: count,
  }),
  fc.record(
    { t: fc.constant('offer' as const), offer: text, wish, proof, next },
    { requiredKeys: ['t', 'offer', 'proof'] },
  ),
  fc.record(
    { t: fc.constant('command' as const), id: count, command, order: bytes(1, 256) },
    { requiredKeys: ['t', 'id', 'command'] },
  ),
  fc.record({ t: fc.constant('say' as const), id: count, bytes: bytes(1, limits.saidBytes) }),
  fc.record({ t: fc.constant('react' as const), bytes: bytes(limits.reactionBytes) }),
  fc.constantFrom({ t: 'leave' as const }, { t: 'ping' as const }),
  fc.record({ t: fc.constant('page' as const), id: count, from: count }),
  fc.record({
    t: fc.constant('admit' as const),
    request: count,
    leaf: someLeaf,
    entry: bytes(1, 1_024),
    wrap: bytes(1, 1_024),
  }),
  fc.record({ t: fc.constant('deny' as const), request: count }),
  fc.record({ t: fc.constant('deny' as const), request: count, again: fc.constant(true as const) }),
  fc.record(
    { t: fc.constant('head' as const), head, removed: leaves, wraps, rewraps: sealed, card: bytes(1, 100) },
    { requiredKeys: ['t', 'head', 'removed', 'wraps', 'rewraps'] },
  ),
  fc.record({ t: fc.constant('toLeaf' as const), leaf: someLeaf, bytes: bytes(1, 4_096) }),
);

const member = fc.record({
  leaf: someLeaf,
  role: fc.constantFrom('moderator' as const, 'speaker' as const),
  muted: fc.boolean(),
  away: fc.boolean(),
});
const snapshot = fc.record({
  stage: fc.array(member, { maxLength: 4 }),
  queue: leaves,
  hands: count,
  participants: count,
  consumers: count,
  frozen: fc.boolean(),
  chat: chatWho,
  probation: count,
});

export const serverMessage: fc.Arbitrary<ServerMessage> = fc.oneof(
  fc.record({ t: fc.constant('challenge' as const), nonce: bytes(16) }),
  fc.record({
    t: fc.constant('waiting' as const),
    for: fc.constantFrom('steward' as const, 'knock' as const),
  }),
  fc.record(
    {
      t: fc.constant('admitted' as const),
      leaf: someLeaf,
      entry: bytes(1, 100),
      wrap: bytes(1, 100),
      head,
      stageEntries: sealed,
      n: count,
      room: snapshot,
    },
    { requiredKeys: ['t', 'leaf', 'entry', 'head', 'stageEntries', 'n', 'room'] },
  ),
  fc.record({ t: fc.constant('resumed' as const), n: count, room: snapshot }, { requiredKeys: ['t', 'n'] }),
  fc.record({ t: fc.constant('answer' as const), answer: text, next }, { requiredKeys: ['t', 'answer'] }),
  fc.record(
    { t: fc.constant('mediaLost' as const), retryInMs: count, next },
    { requiredKeys: ['t', 'retryInMs'] },
  ),
  fc.record({
    t: fc.constant('move' as const),
    by: fc.nat(60_000),
    why: fc.constantFrom('drain' as const, 'fence' as const, 'closer' as const, 'spare' as const),
  }),
  fc.record({ t: fc.constant('moved' as const), next }),
  fc.record({
    t: fc.constant('event' as const),
    n: count,
    event: fc.oneof(
      fc.record({ was: fc.constant('stageJoined' as const), member }),
      fc.record({ was: fc.constant('handsChanged' as const), queue: leaves, total: count }),
      fc.record({ was: fc.constant('roomEnding' as const), inMs: count }),
      fc.record(
        {
          was: fc.constant('said' as const),
          leaf: someLeaf,
          bytes: bytes(1, limits.saidBytes),
          entry: bytes(1, 100),
        },
        { requiredKeys: ['was', 'leaf', 'bytes'] },
      ),
      fc.record({ was: fc.constant('chatChanged' as const), who: chatWho }),
      fc.record({ was: fc.constant('probationChanged' as const), seconds: count }),
    ),
  }),
  fc.record({
    t: fc.constant('reacted' as const),
    boxes: fc.array(bytes(limits.reactionBytes), { maxLength: 5 }),
    more: count,
  }),
  fc.record({ t: fc.constant('silenced' as const), silenced: fc.boolean() }),
  fc.record({ t: fc.constant('silences' as const), leaves }),
  fc.record({
    t: fc.constant('probations' as const),
    ends: fc.array(fc.record({ leaf: someLeaf, inMs: count }), { maxLength: 4 }),
  }),
  fc.record(
    {
      t: fc.constant('closed' as const),
      code: fc.constantFrom('removed' as const, 'busy' as const),
      retryInMs: count,
    },
    { requiredKeys: ['t', 'code'] },
  ),
  fc.record({
    t: fc.constant('page' as const),
    id: count,
    headSeq: count,
    from: count,
    entries: fc.array(bytes(1, 50), { maxLength: 3 }),
    paths: fc.array(bytes(0, 640), { maxLength: 3 }),
    gone: leaves,
  }),
  fc.record(
    {
      t: fc.constant('head' as const),
      head,
      wraps,
      rewrap: bytes(1, 100),
      card: bytes(1, 100),
      removed: leaves,
      stageEntries: sealed,
    },
    { requiredKeys: ['t', 'head', 'wraps', 'removed', 'stageEntries'] },
  ),
  fc.record({ t: fc.constant('request' as const), request: count, key, bytes: bytes(1, 2_048) }),
  fc.record({ t: fc.constant('requestGone' as const), request: count }),
  fc.record({
    t: fc.constant('entries' as const),
    from: count,
    entries: fc.array(bytes(1, 50), { maxLength: 3 }),
    removed: leaves,
  }),
  fc.record({
    t: fc.constant('fact' as const),
    kind: fc.constantFrom('left' as const, 'onStage' as const),
    leaf: someLeaf,
  }),
);
