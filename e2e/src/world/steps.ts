import { reactions } from '@stoa/client';
import { CTR_LIMIT, createFrameSealer } from '@stoa/e2ee/frame';
import { encodeClientMessage, leaf as leafOf, type RoomCommand } from '@stoa/protocol';
import { Chance } from '@stoa/testkit';
import type { Device } from './device.ts';
import type { World } from './world.ts';

/** One thing that happens. `who` and `whom` pick from those who could at that moment, so any list of steps is a history. */
export type Step = { readonly do: Deed; readonly who: number; readonly whom: number; readonly wait: number };

/** How often each thing happens, relative to the others. */
const weights = {
  join: 12,
  rejoin: 2,
  leave: 3,
  vanish: 1,
  offline: 5,
  sleep: 2,
  raiseHand: 8,
  lowerHand: 1,
  invite: 14,
  accept: 14,
  decline: 1,
  dismissHand: 1,
  toAudience: 3,
  leaveStage: 2,
  muteSelf: 5,
  unmuteSelf: 5,
  mute: 4,
  makeModerator: 6,
  remove: 5,
  freeze: 2,
  knockYes: 5,
  knockNo: 1,
  removedReturns: 4,
  relayCrash: 2,
  actingCrash: 1,
  stewardsCrash: 1,
  lastModeratorLeaves: 1,
  sealOffStage: 4,
  replay: 4,
  falseCommand: 3,
  maliciousRelay: 2,
  say: 12,
  react: 3,
  pin: 2,
  hide: 1,
  chatRule: 2,
  silence: 2,
  probation: 1,
  keepOnStage: 1,
  quiet: 4,
  settle: 3,
} as const;
export type Deed = keyof typeof weights;

const bag = Object.entries(weights).flatMap(([deed, weight]) => Array<Deed>(weight).fill(deed as Deed));
export const mostPeople = 9;

/** The history of a seed. */
export function stepsOf(seed: number, count: number): Step[] {
  const chance = new Chance(seed);
  // People come first: nothing happens in an empty room.
  const beginning: readonly Deed[] = [
    'join',
    'join',
    'join',
    'join',
    'settle',
    'invite',
    'accept',
    'invite',
    'accept',
  ];
  const first = beginning.map((deed) => ({ do: deed, who: 1, whom: chance.below(256), wait: 700 }));
  const rest = Array.from({ length: Math.max(0, count - first.length) }, () => ({
    do: chance.pick(bag),
    who: chance.below(256),
    whom: chance.below(256),
    wait: waits(chance),
  }));
  return [...first, ...rest];
}

/** Often at once, mostly within a second, sometimes so long that steps and batches pass. */
function waits(chance: Chance): number {
  const kind = chance.below(10);
  if (kind < 3) return chance.below(60);
  if (kind < 8) return chance.below(1_200);
  return kind < 9 ? chance.below(4_000) : chance.below(15_000);
}

const pick = <T>(items: readonly T[], n: number): T | undefined =>
  items.length === 0 ? undefined : items[n % items.length];

/** False when nobody was there who could do it. */
export async function perform(world: World, step: Step): Promise<boolean> {
  const { truth } = world;
  const here = world.here();
  const live = here.filter((device) => device.online && device.isLive);
  const role = (device: Device) => device.room.view.me?.role;
  const moderators = live.filter((device) => role(device) === 'moderator');
  const onStage = live.filter((device) => role(device) !== 'listener');
  const audience = live.filter((device) => role(device) === 'listener');
  const who = (devices: readonly Device[]) => pick(devices, step.who);
  /** By what this moderator's screen shows. */
  const moderate = (
    act: (moderator: Device, leaf: ReturnType<typeof leafOf>) => unknown,
    among: 'stage' | 'audience' | 'hands' | 'all',
  ): boolean => {
    const moderator = who(moderators);
    const view = moderator?.room.view;
    if (!moderator || !view) return false;
    const lists = {
      stage: view.stage,
      audience: view.audience.people,
      hands: view.hands.people,
      all: [...view.stage, ...view.audience.people],
    };
    const target = pick(
      lists[among].filter(({ leaf }) => leaf !== view.me?.leaf),
      step.whom,
    );
    if (!target) return false;
    void act(moderator, target.leaf);
    return true;
  };
  const one = (device: Device | undefined, act: (device: Device) => unknown): boolean => {
    if (!device) return false;
    void act(device);
    return true;
  };
  const later = (ms: number, run: () => void) => world.clock.after(ms, run);

  switch (step.do) {
    case 'join': {
      const free = Array.from({ length: mostPeople }, (_, i) => `person ${i}`).filter(
        (person) => !truth.removedPeople.has(person) && !here.some((device) => device.person === person),
      );
      const person = pick(free, step.whom);
      if (!person || here.length > mostPeople) return false;
      world.join(person, step.who % 2 === 0);
      return true;
    }
    case 'rejoin':
      return one(who(live), (device) => world.join(device.person, step.whom % 2 === 0));
    case 'leave':
      return one(here.length > 3 ? who(here) : undefined, (device) => device.room.leave());
    case 'vanish':
      return one(here.length > 3 ? who(here) : undefined, (device) => device.kill());
    case 'offline':
      return one(who(live), (device) => {
        device.lose();
        // Within the time a seat is kept, or after it.
        later(step.whom < 170 ? 500 + step.whom * 70 : 12_000 + step.whom * 100, () =>
          device.regain(step.whom % 2 === 0),
        );
      });
    case 'sleep':
      return one(who(live), (device) => {
        device.sleep();
        later(1_000 + step.whom * 150, () => device.wake());
      });
    case 'raiseHand':
      return one(who(audience), ({ room }) => room.raiseHand());
    case 'lowerHand':
      return one(who(audience), ({ room }) => room.lowerHand());
    case 'invite':
      return (
        (step.who % 2 === 0 && moderate(({ room }, leaf) => room.invite(leaf), 'hands')) ||
        moderate(({ room }, leaf) => room.invite(leaf), 'audience')
      );
    case 'accept':
      return one(who(audience.filter(({ room }) => room.view.me?.invited)), ({ room }) =>
        room.acceptInvite(),
      );
    case 'decline':
      return one(who(audience.filter(({ room }) => room.view.me?.invited)), ({ room }) =>
        room.declineInvite(),
      );
    case 'dismissHand':
      return moderate(({ room }, leaf) => room.dismissHand(leaf), 'hands');
    case 'toAudience':
      return moderate(({ room }, leaf) => room.moveToAudience(leaf), 'stage');
    case 'leaveStage':
      return one(onStage.length > 1 ? who(onStage) : undefined, ({ room }) => room.leaveStage());
    case 'muteSelf':
      return one(who(onStage), ({ room }) => room.setMuted(true));
    case 'unmuteSelf':
      return one(who(onStage.filter(({ room }) => room.view.me?.muted)), ({ room }) => room.setMuted(false));
    case 'mute':
      return moderate(({ room }, leaf) => room.mute(leaf), 'stage');
    case 'makeModerator':
      return moderate(({ room }, leaf) => room.makeModerator(leaf), 'stage');
    case 'remove':
      return moderate(({ room }, leaf) => room.remove(leaf), 'all');
    case 'freeze':
      return one(who(moderators), ({ room }) => room.freezeStage(!room.view.frozen));
    case 'knockYes':
    case 'knockNo':
      return one(who(moderators.filter(({ room }) => room.view.knocks.length > 0)), ({ room }) => {
        const knock = pick(room.view.knocks, step.whom);
        if (knock) void room.answerKnock(knock.request, step.do === 'knockYes');
      });
    case 'removedReturns': {
      const person = pick([...truth.removedPeople.keys()], step.who);
      if (!person || here.some((device) => device.person === person)) return false;
      world.join(person, step.whom % 2 === 0);
      return true;
    }
    case 'relayCrash':
      if (!world.relay.isUp) return false;
      world.relay.crash();
      later(200 + step.who * 12, () => world.relay.recover());
      return true;
    case 'actingCrash':
      return one(here.length > 3 ? pick(moderators, 0) : undefined, (device) => device.kill());
    case 'stewardsCrash': {
      if (here.length <= moderators.length + 1) return false;
      for (const device of moderators) device.kill();
      return moderators.length > 0;
    }
    case 'lastModeratorLeaves':
      if (moderators.length !== 1 || here.length < 3) return false;
      return one(moderators[0], ({ room }) => room.leave());
    case 'sealOffStage':
      return sealOffStage(world, pick(formerSpeakers(world), step.who), step.whom);
    case 'replay': {
      const sealed = pick(world.recorded, step.who * 256 + step.whom);
      const device = who(live);
      if (!sealed || !device?.life?.transportNow) return false;
      world.relay.forward(device.life.transportNow, sealed.payload);
      return true;
    }
    case 'falseCommand':
      return one(who(audience), (device) => falseCommand(world, device, step.whom));
    case 'maliciousRelay':
      world.relay.malicious = !world.relay.malicious;
      return true;
    case 'say':
      return one(who(live), (device) => {
        for (let word = 0; word <= step.whom % 3; word++) world.talk.say(device);
      });
    case 'react':
      return one(who(live), ({ room }) => room.react(pick(reactions, step.whom)!));
    case 'pin':
      return one(who(moderators), ({ room }) =>
        step.whom % 4 === 0 ? room.unpin() : room.pin(`https://example.org/${step.whom}`, 'A page'),
      );
    case 'hide':
      return one(who(live), ({ room }) => {
        const line = pick(room.view.chat.lines, step.whom);
        if (line) void room.hide(line);
      });
    case 'chatRule':
      return one(who(moderators), ({ room }) =>
        room.setChat(pick(['everybody', 'everybody', 'stage', 'nobody'], step.whom)!),
      );
    case 'silence':
      return moderate(({ room }, leaf) => room.silence(leaf, step.whom % 3 > 0), 'all');
    case 'probation':
      return one(who(moderators), ({ room }) => room.setProbation(pick([0, 5, 20], step.whom)!));
    case 'keepOnStage':
      return moderate(({ room }, leaf) => room.keepOnStage(leaf), 'stage');
    case 'quiet':
    case 'settle':
      return true;
    default:
      return step.do satisfies never;
  }
}

/** Devices that once had a key to seal with and are off stage now, the ones that are out included. */
const formerSpeakers = (world: World): Device[] =>
  world.devices.filter((device) => {
    const { life } = device;
    if (!device.alive || !life?.lastSealing) return false;
    const leaf = [...world.truth.members.values()].find(({ key }) => world.lives.get(key) === life)?.leaf;
    return leaf !== undefined && !world.truth.stage.has(leaf);
  });

/** Goes on speaking with the last key it had. */
async function sealOffStage(world: World, device: Device | undefined, n: number): Promise<boolean> {
  const life = device?.life;
  const key = life?.lastSealing;
  if (!life || !key) return false;
  const firstCtr = CTR_LIMIT - 200_000 + life.frames;
  life.frames += 3;
  const source = { sealing: () => key, opening: () => 'refused' as const };
  const sealer = createFrameSealer(source, { subtle: globalThis.crypto.subtle, firstCtr });
  for (let i = 0; i < 3; i++) {
    const opus = world.chance.bytes(30 + (n % 50));
    const payload = await sealer.seal(opus, 3);
    if (payload) await world.send(life, payload, opus, false);
  }
  return true;
}

/** Somebody in the audience writes what only stewards and moderators may say straight onto its socket. */
function falseCommand(world: World, device: Device, n: number): void {
  const target = pick([...world.truth.members.keys()], n) ?? 0;
  const leaf = leafOf(target);
  const lines: readonly RoomCommand[] = [
    { do: 'remove', leaf },
    { do: 'makeModerator', leaf: leafOf(device.leaf ?? 0) },
    { do: 'invite', leaf: leafOf(device.leaf ?? 0) },
    { do: 'mute', leaf },
    { do: 'acceptInvite' },
    { do: 'muteSelf', muted: false },
    { do: 'endRoom' },
  ];
  const command = pick(lines, n >> 3)!;
  // `acceptInvite` of somebody who is invited is no falsehood.
  if (command.do === 'acceptInvite' && device.room.view.me?.invited) return;
  // Control may have made a moderator of it that it is not on its own screen yet: then it is none of that.
  const isModerator = () => world.truth.stage.get(device.leaf ?? -1)?.role === 'moderator';
  world.network.inject(
    device,
    encodeClientMessage({ t: 'command', id: 1_000_000 + n, command, order: world.chance.bytes(101) }),
    isModerator,
  );
  const { head } = world.truth.heads.at(-1)?.message ?? {};
  if (head && n % 3 === 0) {
    const message = {
      t: 'head',
      head: { ...head, seq: head.seq + 1 },
      removed: [],
      wraps: [],
      rewraps: [],
    } as const;
    world.network.inject(
      device,
      encodeClientMessage({ ...message, removed: [], wraps: [], rewraps: [] }),
      isModerator,
    );
  }
}
