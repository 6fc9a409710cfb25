import { type RelayCommand, subject } from '@stoa/protocol';
import { type Fence, readFence } from '@stoa/protocol/fleet';
import { settled } from '@stoa/testkit';
import { expect, test } from 'vitest';
import { cardOf, type ScriptedClient } from './scripted-client.ts';
import { createWorld, type FakeRelay } from './world.ts';

const germany = { jurisdiction: 'DE', operator: 'a.example' };
const at = (jurisdiction: string) => ({
  ...{ host: jurisdiction.toLowerCase(), region: 'here' },
  ...{ jurisdiction, operator: 'a.example' },
});
const only = (text: string): Fence => readFence(text)!;

/** A control in Germany; relays where the places say. */
function world(places: readonly (string | undefined)[], options: object = { place: germany }) {
  const made = createWorld(1, places.length, options);
  places.forEach((jurisdiction, i) => {
    Object.assign(made.relays[i]!, { place: jurisdiction === undefined ? undefined : at(jurisdiction) });
  });
  return made;
}

async function open(made: ReturnType<typeof world>, fence: Fence) {
  const room = made.handle();
  const host = made.client();
  await host.connect();
  host.say(await host.openMessage(room, 'open', undefined, fence));
  await settled();
  return { room, host };
}

const closedWith = (client: ScriptedClient) => client.all('closed').at(-1)?.code;
const joins = (relay: FakeRelay) =>
  relay.commands.filter((one): one is Extract<RelayCommand, { type: 'join' }> => one.type === 'join');

test('Z2 people of a fenced room are put where the fence permits, and the relay is told of it', async () => {
  const made = world(['US', 'DE', undefined]);
  const { room, host } = await open(made, only('DE'));
  expect(closedWith(host)).toBeUndefined();
  for (let i = 0; i < 5; i++) await made.client().join(room);
  expect(made.relays.map((relay) => joins(relay).length)).toEqual([0, 6, 0]);
  expect(joins(made.relays[1]!).map(({ fence }) => fence)).toEqual(Array(6).fill('DE'));
});

test('Z3 a room with a fence is refused where no relay says its place; without one it is as ever', async () => {
  const made = world([undefined]);
  expect(closedWith((await open(made, only('DE'))).host)).toBe('noRelayInFence');
  const { host } = await open(made, {});
  expect(closedWith(host)).toBeUndefined();
  expect(joins(made.relays[0]!).map(({ fence }) => fence)).toEqual([undefined]);
});

test('Z3 signaling is traffic: a control outside of the fence, or that does not know where it is, opens no such room', async () => {
  expect(closedWith((await open(world(['DE'], {}), only('DE'))).host)).toBe('noRelayInFence');
  const abroad = { place: { ...germany, jurisdiction: 'US' } };
  expect(closedWith((await open(world(['DE'], abroad), only('DE'))).host)).toBe('noRelayInFence');
});

test('Z2 the fence of the deployment holds beside that of the room', async () => {
  const made = world(['US', 'DE'], { place: germany, fence: only('!US') });
  const { room } = await open(made, {});
  await made.client().join(room);
  expect(made.relays.map((relay) => joins(relay).length)).toEqual([0, 2]);
  expect(closedWith((await open(made, only('US'))).host)).toBe('noRelayInFence');
});

test('Z10 who comes with a fence of their own is put where it permits, or not let in; nobody else is touched', async () => {
  const made = world(['US', 'DE']);
  const { room, host } = await open(made, {});
  const come = async (fence: string) => {
    const client = made.client();
    await client.connect();
    const token = await made.token({ room, client });
    client.say({ ...client.joinMessage(token), wish: { fence } });
    await settled();
    return client;
  };
  const careful = await come('DE');
  const strange = await come('FR');
  expect([closedWith(careful), closedWith(strange)]).toEqual([undefined, 'noRelayInFence']);
  expect(joins(made.relays[1]!).map(({ fence }) => fence)).toContain('DE');
  expect(closedWith(host)).toBeUndefined();
});

test('with the last permitted relay gone a join fails and says why: nobody falls back to another', async () => {
  const made = world(['DE', 'US']);
  const { room } = await open(made, only('DE'));
  made.relays[0]!.crash();
  const late = made.client();
  await late.join(room);
  expect(closedWith(late)).toBe('noRelayInFence');
  expect(joins(made.relays[1]!)).toEqual([]);
});

test('Z9 a card of another version opens no room', async () => {
  const made = world(['DE']);
  const host = made.client();
  await host.connect();
  const message = await host.openMessage(made.handle());
  host.say({ ...message, card: new Uint8Array(cardOf({}).with(0, 1)) });
  await settled();
  expect(closedWith(host)).toBe('malformed');
});

test('Z9 a new generation of keys keeps the fence: a card that says another one is shown to nobody', async () => {
  const made = world(['DE']);
  const { room, host } = await open(made, only('DE'));
  const card = () => made.control.card(room, subject(made.id()));
  const before = card();
  await host.head({ generation: 1, epoch: 1, card: cardOf({}) });
  expect(card()).toEqual(before);
  const next = cardOf(only('DE'));
  next[999] = 7;
  await host.head({ generation: 2, epoch: 2, card: next });
  expect(card()).toEqual(next);
});
