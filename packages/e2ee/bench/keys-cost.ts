/**
 * What the keys cost, as JSON lines: bytes of the formats, an epoch at several sizes of room, a join, a new generation.
 * Run with `npx tsx packages/e2ee/bench/keys-cost.ts`.
 */
import { webcrypto } from 'node:crypto';
import { joinToken, roomHandle } from '@stoa/protocol';
import { openMemberKeys, readSealedKeys, sealMemberKeys } from '../src/admission/member-keys.ts';
import { createKeySession, type KeyEffect, type KeyMessage } from '../src/index.ts';
import { unwrapEpoch, wrapEpoch } from '../src/keys/epoch-wrap.ts';
import { own } from '../src/keys/layout.ts';
import { openingPair } from '../src/keys/sealing.ts';
import { senderKey } from '../src/keys/sender-key.ts';
import { signingKey, Verifier } from '../src/keys/signature.ts';
import { pathKeys } from '../src/keys/tree.ts';

const random = (bytes: number) => webcrypto.getRandomValues(new Uint8Array(bytes));
const say = (metric: string, value: number, unit: string, more: object = {}) =>
  console.log(JSON.stringify({ metric, value: Number(value.toPrecision(4)), unit, ...more }));

/** Median of so many runs, ms. */
async function cost(runs: number, work: () => unknown): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < runs; i++) {
    const from = performance.now();
    await work();
    took.push(performance.now() - from);
  }
  return took.sort((a, b) => a - b)[Math.floor(runs / 2)]!;
}

const room = own(random(32));
const master = own(random(32));
const verifier = new Verifier(crypto.subtle);
const steward = await signingKey(crypto.subtle, random(32));
const me = { signer: await signingKey(crypto.subtle, random(32)), pair: await openingPair(random(32)) };
const member = { key: me.signer.publicKey, sealKey: me.pair.publicKey };

for (const size of [50, 1_000, 5_000, 100_000]) {
  for (const [what, out] of [
    ['one removed', [Math.floor(size / 3)]],
    ['one in ten left', Array.from({ length: size / 10 }, (_, i) => (i * 7_919) % size)],
  ] as const) {
    const at = { generation: 0, epoch: 7, salt: own(random(16)) };
    const secret = own(random(32));
    const wraps = wrapEpoch(master, at, secret, size, out);
    const ms = await cost(15, () => wrapEpoch(master, at, secret, size, out));
    say('epoch.wraps', wraps.length, 'wraps', { size, what });
    say('epoch.bytes', wraps.length * 53, 'bytes', { size, what });
    say('epoch.steward', ms, 'ms', { size, what });
    const path = pathKeys(master, 1, 0);
    const open = await cost(50, () => unwrapEpoch(1, (depth) => path[depth], at, wraps));
    say('epoch.member', open, 'ms', { size, what });
  }
}

const keys = {
  ...{ leaf: 9, generation: 0, epoch: 7, step: 3, time: 1, stewardLeaf: 0 },
  ...{ secret: own(random(32)), path: pathKeys(master, 9, 0), rosterKeys: [own(random(16))] },
};
const sealed = await sealMemberKeys(keys, room, member, steward);
say('join.wrap', sealed.length, 'bytes');
say('join.seal', await cost(50, () => sealMemberKeys(keys, room, member, steward)), 'ms');
const read = readSealedKeys(sealed)!;
const opening = () => openMemberKeys(read, room, member.key, me.pair, steward.publicKey, verifier);
say('join.open', await cost(50, opening), 'ms');
for (const size of [50, 1_000, 5_000]) {
  const from = performance.now();
  await Promise.all(
    Array.from({ length: size }, (_, leaf) =>
      sealMemberKeys({ ...keys, leaf, path: pathKeys(master, leaf, 0) }, room, member, steward),
    ),
  );
  say('generation.rewrap', performance.now() - from, 'ms', { size });
}
const chain = { epoch: 7, step: 3, secret: own(random(32)) };
const voice = { sender: 1, leaf: 0, key: steward.publicKey };
say('step.senderKey', await cost(200, () => senderKey(chain, voice)), 'ms');

// Through the session, as a client does it: one device opens, others ask and are let in.
const handle = roomHandle('AAECAwQFBgcICQoLDA0ODw');
const now = Date.now();
const opener = await createKeySession({ random });
const opened = await opener.open(
  { room: handle, profile: { name: 'Ada' }, policy: 'open', title: 'Bench' },
  now,
);
say('open.card', opened.card.length, 'bytes');
say('open.entry', opened.entry.length, 'bytes');
say('open.head', opened.head.bytes.length, 'bytes', { onStage: 1 });
await opener.receive({ t: 'acting', leaf: 0 } as KeyMessage, now);
const asks: number[] = [];
const answers: number[] = [];
const enters: number[] = [];
for (let i = 0; i < 40; i++) {
  const guest = await createKeySession({ random });
  const a = performance.now();
  const joining = await guest.join(
    { room: handle, ...opened, token: joinToken('dG9rZW4'), profile: { name: 'Guest' } },
    now,
  );
  const b = performance.now();
  if (!joining.ok) throw new Error(joining.why);
  const key = own(guest.key);
  const request = { t: 'request', request: i, key, bytes: own(joining.request) } as KeyMessage;
  const effects = await opener.receive(request, now);
  const c = performance.now();
  const admit = effects.map(asAdmit).find((each) => each !== undefined);
  if (!admit) throw new Error('not let in');
  await guest.receive(
    {
      ...admit,
      t: 'admitted',
      head: opened.head,
      stageEntries: [],
      n: 0,
      room: {
        stage: [],
        queue: [],
        hands: 0,
        participants: 0,
        consumers: 0,
        frozen: false,
        chat: 'everybody',
        probation: 0,
      },
    } as KeyMessage,
    now,
  );
  const d = performance.now();
  asks.push(b - a);
  answers.push(c - b);
  enters.push(d - c);
  await opener.receive({ t: 'entries', from: i + 1, entries: [admit.entry], removed: [] } as KeyMessage, now);
  if (i === 0) say('join.request', joining.request.length, 'bytes');
}
function asAdmit(effect: KeyEffect) {
  return effect.type === 'send' && effect.message.t === 'admit' ? effect.message : undefined;
}
const middle = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]!;
say('join.newcomerAsks', middle(asks), 'ms');
say('join.stewardAnswers', middle(answers), 'ms');
say('join.newcomerEnters', middle(enters), 'ms');
