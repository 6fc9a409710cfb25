import { roomHandle } from '@stoa/protocol';
import { readFence } from '@stoa/protocol/fleet';
import { expect, test } from 'vitest';
import { readCardFacts } from '../src/card/index.ts';
import { createKeySession } from '../src/index.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const room = roomHandle('AAECAwQFBgcICQoLDA0ODw');

test('A76 whoever has the link reads title and fence before asking to come in, and nobody else', async () => {
  const open = async () => {
    const keys = await createKeySession({ random });
    const options = { profile: { name: 'Host' }, policy: 'link', title: 'Tea', strict: true } as const;
    const fence = readFence('DE')!;
    return keys.open({ room, ...options, fence, deployment: new Uint8Array(32).fill(9) }, 1_000);
  };
  const mine = await open();
  const other = await open();
  expect(await readCardFacts(mine.card, room, mine.fragment)).toEqual({
    ...{ title: 'Tea', policy: 'link', strict: true, fence: readFence('DE') },
    deployment: new Uint8Array(32).fill(9),
  });
  expect(await readCardFacts(mine.card, room, other.fragment)).toBeUndefined();
  expect(await readCardFacts(mine.card.with(68, 2), room, mine.fragment)).toBeUndefined();
});
