import type { RoomView } from '@stoa/client';
import { slack } from './slack.ts';
import type { World } from './world.ts';

/** What still differs between what is true and what everybody shows; nothing once a room has come to rest. */
export function differences(world: World): string[] {
  const { truth, relay, control } = world;
  const out: string[] = [];
  const present = truth.present();
  const expect = (what: string, got: unknown, wanted: unknown) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) {
      out.push(`${what}: ${JSON.stringify(got)}, should be ${JSON.stringify(wanted)}`);
    }
  };
  expect('participants at control', control.load.participants, present.length);
  expect('waiting at the door', control.load.waiting, 0);
  expect('subscribers at the relay', relay.subscribers().length, present.length);
  expect('connected subscribers', relay.connectedSubscribers(), present.length);
  const leaves = present.map(({ leaf }) => leaf).sort(ascending);
  const stage = [...truth.stage]
    .map(([leaf, { role, muted }]) => `${leaf} ${role}${muted ? ' muted' : ''}`)
    .sort();
  for (const device of world.here()) {
    const { view } = device.room;
    const name = `device ${device.n}`;
    expect(`${name} phase`, view.phase, { is: 'live', media: 'connected' });
    if (!device.isLive) continue;
    const shown = [...view.stage, ...view.audience.people].map(({ leaf }) => leaf as number).sort(ascending);
    expect(`${name} (leaf ${device.leaf}) people shown`, shown, leaves);
    expect(`${name} can hear`, view.canHear, present.length);
    expect(`${name} stage`, view.stage.map(seat).sort(), stage);
    expect(`${name} hands`, view.hands.total, truth.hands);
    expect(`${name} frozen`, view.frozen, truth.frozen);
    expect(`${name} unread`, world.talk.unread(device), []);
    expect(`${name} mismatch`, view.mismatch, undefined);
    expect(
      `${name} nameless`,
      [...view.stage, ...view.audience.people].filter(({ name }) => name === '').length,
      0,
    );
    expect(
      `${name} alarms`,
      view.alarms.filter((alarm) => alarm === 'hostMissing' || alarm === 'sendingStopped'),
      [],
    );
  }
  const codes = new Set(world.here().map((device) => device.room.view.safetyCode));
  if (codes.size > 1) out.push(`${codes.size} safety codes`);
  return [...out, ...unheard(world)];
}

const ascending = (a: number, b: number) => a - b;
const seat = ({ leaf, role, muted }: RoomView['stage'][number]) => `${leaf} ${role}${muted ? ' muted' : ''}`;

/** Who is on stage, not muted, and was not heard by somebody in the last two seconds. */
function unheard(world: World): string[] {
  const out: string[] = [];
  const since = world.clock.now() - 2_000;
  for (const [leaf, { muted }] of world.truth.stage) {
    if (muted) continue;
    for (const device of world.here()) {
      const mine = device.leaf;
      if (mine === undefined || mine === leaf) continue;
      const heard = device.life?.lastHeard.get(leaf) ?? -1;
      if (heard < since)
        out.push(`leaf ${mine} does not hear leaf ${leaf} (last ${(heard / 1000).toFixed(1)} s)`);
    }
  }
  return out;
}

/**
 * Everybody's network comes back, doors are answered and nothing else happens. Resolves with how long it took until
 * everything agreed, or with what still differs when that took too long.
 */
export async function comeToRest(
  world: World,
): Promise<{ readonly ms: number } | { readonly differ: string[] }> {
  const { truth, clock, relay } = world;
  relay.recover();
  relay.malicious = false;
  for (const device of world.devices) {
    device.wake();
    device.regain(false);
  }
  const from = clock.now();
  let differ: string[] = [];
  let until = from + slack.settleMs;
  let ending = false;
  while (clock.now() <= until) {
    await world.advance(500);
    world.rules.raise();
    for (const { room } of world.here()) {
      for (const { request } of room.view.knocks) void room.answerKnock(request, true);
    }
    if (world.isOver) return { ms: clock.now() - from };
    if (truth.ending && !ending) until = clock.now() + slack.endMs;
    ending = truth.ending;
    if (clock.now() - from < 2_000) continue;
    differ = truth.ending ? ['the room is about to end'] : differences(world);
    if (differ.length === 0) return { ms: clock.now() - from };
  }
  return { differ };
}
