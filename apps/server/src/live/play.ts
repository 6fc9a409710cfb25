// The script of a live audit: people meet in rooms, speak, are silent, mute, write, raise hands, are promoted and removed.
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createNodeParticipant, type NodeParticipant, type PacketTap } from '@stoa/client/node';
import { RawCapture } from '@stoa/observatory/live';
import type { Account } from './account.ts';
import { BurstVoice } from './burst-voice.ts';
import { type ChromiumGuest, chromiumGuest } from './chromium-guest.ts';
import { deleteAll, type MemberWish, makeMembers } from './members.ts';
import type { Facts, Order, PlantedText, Said } from './played.ts';
import { watchCalls } from './watched-calls.ts';

const hertz = { host: 440, guest: 700 };
const relayEnd = { address: '10.0.0.1', port: 4000 };
const keptFrames = 400;
/** Reasons that only a frame which no member has sealed can give. */
const unsealed = ['size', 'header', 'unauthentic', 'malformed', 'empty'];

const micros = (): number => (performance.timeOrigin + performance.now()) * 1000;

export type Script = {
  say(said: Said): void;
  /** Resolves when the audit has looked where it wanted to look midway. */
  goOn(): Promise<void>;
};

/** Rejects with a sentence about the step that failed. */
export async function play(order: Order, { say, goOn }: Script): Promise<void> {
  const { server, seconds, chance } = order;
  const planted: PlantedText[] = [];
  const plant = (one: PlantedText) => void planted.push(one);
  const names = Object.fromEntries(
    ['Maren', 'Zoë', 'Bjørk', 'Anouk', 'Ωmega'].map((first, i) => [i, `${first} ${word(chance, i)}`]),
  ) as Record<0 | 1 | 2 | 3 | 4, string>;
  const closedTitle = `Größenwahn & ${word(chance, 5)}`;
  const openTitle = `Käsekuchen ${word(chance, 6)}`;
  const words = `Das bleibt unter uns ${word(chance, 7)}`;
  const memberWords = `Ce qui se dit ici ${word(chance, 9)}`;
  const wish = (i: number): MemberWish => ({
    handle: `m${word(chance, i)}`,
    name: `Ylva ${word(chance, i + 1)}`,
    bio: `Сад и чай ${word(chance, i + 2)}`,
  });
  for (const name of Object.values(names)) plant({ kind: 'name', what: 'name of a participant', text: name });
  plant({ kind: 'closedTitle', what: 'title of a closed room', text: closedTitle });
  plant({ kind: 'openTitle', what: 'title of an open room', text: openTitle });
  plant({ kind: 'words', what: 'what was written', text: words });
  plant({ kind: 'words', what: 'what members wrote', text: memberWords });

  watchCalls(plant);
  const tapped = new RawCapture();
  const frames: Buffer[] = [];
  const here: NodeParticipant[] = [];
  const guests: ChromiumGuest[] = [];
  let browser: true | string = 'not asked for';
  const tapOf =
    (i: number): PacketTap =>
    (way, rtp) => {
      const person = { address: `10.0.1.${i + 1}`, port: 5000 + i };
      const [from, to] = way === 'up' ? [person, relayEnd] : [relayEnd, person];
      tapped.datagram(micros(), from, to, rtp);
      if (way === 'up') {
        frames.push(Buffer.from(rtp.subarray(20, 44)));
        if (frames.length > keptFrames) frames.shift();
      }
    };
  const enter = async (i: 0 | 1 | 2 | 3 | 4, more: object): Promise<NodeParticipant> => {
    const participant = await createNodeParticipant({
      server,
      name: names[i],
      onPacket: tapOf(i),
      ...more,
    });
    here.push(participant);
    await participant.until(({ phase }) => phase.is === 'live' && phase.media === 'connected', 20_000);
    return participant;
  };
  /** Frames are those that were just sent. */
  const look = (room: 'guests' | 'members'): Promise<void> => {
    say({ is: 'midway', room, planted, frames: frames.map((frame) => frame.toString('base64')) });
    return goOn();
  };
  const voices = { host: new BurstVoice(hertz.host, micros), guest: new BurstVoice(hertz.guest, micros) };

  try {
    say({ is: 'step', text: 'a closed room is opened' });
    const host = await enter(0, { title: closedTitle, policy: 'link', source: voices.host });
    const { link } = host.room;
    plantLink(link, plant);
    const [guest, ear] = [await enter(1, { link, source: voices.guest }), await enter(2, { link })];
    if (order.browserKeyLog !== undefined) {
      const name = `Frédérique ${word(chance, 8)}`;
      plant({ kind: 'name', what: 'name of a participant in a browser', text: name });
      const wish = { link: new URL(link, server).href, name, keyLog: order.browserKeyLog };
      const came = await chromiumGuest(wish);
      if (typeof came === 'string') browser = came;
      else {
        guests.push(came);
        browser = true;
      }
    }
    await host.until(({ canHear }) => canHear === (browser === true ? 4 : 3), 20_000);

    say({ is: 'step', text: 'speech, silence and mute' });
    voices.host.on = true;
    const heardHost = await hears(ear, hertz.host, seconds * 1000);
    voices.host.on = false;
    await sleep(seconds * 400);
    await done(host.room.setMuted(true), 'mute');
    await sleep(800);
    await done(host.room.setMuted(false), 'unmute');

    say({ is: 'step', text: 'a raised hand, an invitation, the stage' });
    await done(guest.room.raiseHand(), 'raise a hand');
    const { hands } = await host.until((view) => view.hands.people.length > 0);
    await done(host.room.invite(hands.people[0]!.leaf), 'invite');
    // Whoever raised a hand has accepted with it.
    await guest.until(({ me }) => me?.role === 'speaker');
    voices.guest.on = true;
    const looked = look('guests');
    const heardGuest =
      (await hears(ear, hertz.guest, seconds * 1000)) && (await hears(host, hertz.guest, 1000));
    await looked;
    const [, seen] = [
      voices.guest.spoken.length,
      ear.room.view.title === closedTitle &&
        [names[0], names[1]].every((name) => ear.room.view.stage.some((one) => one.name === name)),
    ];

    say({ is: 'step', text: 'words in the room' });
    const written = await writes(guest, ear, words);

    say({ is: 'step', text: 'mute by a moderator, promotion, removal' });
    await done(host.room.mute(leafOf(host, names[1])), 'mute somebody');
    await guest.until(({ me }) => me?.muted === true);
    await sleep(600);
    voices.guest.on = false;
    await done(host.room.makeModerator(leafOf(host, names[1])), 'make a moderator');
    await guest.until(({ me }) => me?.role === 'moderator');
    await done(host.room.remove(leafOf(host, names[2])), 'remove somebody');
    await ear.until(({ phase }) => phase.is === 'closed').catch(() => undefined);

    say({ is: 'step', text: 'an open room, of people with accounts where there are any' });
    const came = await makeMembers(server, [wish(10), wish(13)], plant);
    let members: true | string = typeof came === 'string' ? came : true;
    try {
      const [one, other] = typeof came === 'string' ? [] : came;
      const as = (account: Account | undefined) =>
        account && { tokens: account.tokens(openTitle), account: account.binder };
      const opener = await enter(3, { title: openTitle, policy: 'open', tone: 500, ...as(one) });
      plantLink(opener.room.link, plant);
      await one?.announce(opener.room.link);
      const listener = await enter(4, { link: opener.room.link, ...as(other) });
      await sleep(1500);
      if (one && other) {
        members = await meet(opener, listener, [one, other], memberWords);
        await look('members');
      }
      await done(opener.room.endRoom(), 'end a room');
    } finally {
      const left = typeof came === 'string' ? 0 : await deleteAll(came);
      if (left > 0) say({ is: 'step', text: `${left} accounts of this run could not be deleted` });
    }
    await done(host.room.endRoom(), 'end a room');
    await sleep(300);

    const facts: Facts = {
      heard: heardHost && heardGuest,
      saw: seen,
      wrote: written === true,
      members,
      browser,
      ...(written !== true && { whyNotWritten: written }),
      ...refusals(here),
    };
    await writeFile(order.tapped, tapped.bytes);
    const spoken = [...voices.host.spoken, ...voices.guest.spoken].sort((a, b) => a.from - b.from);
    say({ is: 'done', planted, spoken, facts });
  } finally {
    await Promise.all([...here, ...guests].map((participant) => participant.close()));
  }
}

/** Letters of chance: found with certainty, met nowhere else. */
function word(chance: string, i: number): string {
  const at = (i * 6) % Math.max(1, chance.length - 12);
  const letters = [...Buffer.from(chance.slice(at, at + 12), 'hex')].map((byte) =>
    String.fromCharCode(97 + (byte % 26)),
  );
  return `${letters.join('')}${i}${chance.slice(at, at + 6)}`;
}

function plantLink(link: string, plant: (one: PlantedText) => void): void {
  const [, handle = '', fragment = ''] = /\/r\/([\w-]{22})#(.+)$/.exec(link) ?? [];
  plant({ kind: 'handle', what: 'room handle', text: handle });
  plant({ kind: 'handle', what: 'room handle', base64: Buffer.from(handle, 'base64url').toString('base64') });
  // The part before the dot is the hash of the room's public key, which is no secret.
  const secret = fragment.split('.')[1];
  if (!secret) return;
  plant({ kind: 'secret', what: 'secret of a link', text: secret });
  plant({
    kind: 'secret',
    what: 'secret of a link',
    base64: Buffer.from(secret, 'base64url').toString('base64'),
  });
}

/** The loudest that a tone was, over so many milliseconds. */
async function hears(person: NodeParticipant, tone: number, millis: number): Promise<boolean> {
  let loudest = 0;
  for (const until = performance.now() + millis; performance.now() < until; await sleep(50))
    loudest = Math.max(loudest, person.hear(tone));
  return loudest > 0.05;
}

async function done(outcome: Promise<{ readonly ok: boolean }>, what: string): Promise<void> {
  const result = await outcome;
  if (!result.ok)
    throw new Error(`the script could not ${what}: ${(result as { why?: string }).why ?? 'refused'}`);
}

function leafOf({ room }: NodeParticipant, name: string) {
  const { stage, audience } = room.view;
  const found = [...stage, ...audience.people].find((one) => one.name === name);
  if (!found) throw new Error('somebody of the script is not in the room');
  return found.leaf;
}

/** True when it arrived, otherwise why not. */
async function writes(from: NodeParticipant, to: NodeParticipant, words: string): Promise<true | string> {
  const said = await from.room.say(words);
  if (!said.ok) return `nothing can be written: ${said.why}`;
  await from.room.react('👏').catch(() => undefined);
  return to
    .until(({ chat }) => chat.lines.some(({ text }) => text === words), 5_000)
    .then(() => true as const)
    .catch(() => 'what was written did not arrive');
}

/** True when each is shown to the other with its account, and words arrive; otherwise why not. */
async function meet(
  opener: NodeParticipant,
  listener: NodeParticipant,
  [one, other]: readonly [Account, Account],
  words: string,
): Promise<true | string> {
  const shows = (at: NodeParticipant, whom: Account) =>
    at.until(({ stage, audience }) =>
      [...stage, ...audience.people].some(({ account }) => account?.id.equals(whom.id)),
    );
  await opener.room.showMoreAudience();
  const seen = await Promise.all([shows(listener, one), shows(opener, other)]).catch(() => undefined);
  if (!seen) return 'the members were not shown to each other with their accounts';
  const written = await writes(opener, listener, words);
  return written === true ? true : `among members, ${written}`;
}

function refusals(all: readonly NodeParticipant[]): Pick<Facts, 'refused' | 'opened'> {
  const refused: Record<string, number> = {};
  let opened = 0;
  for (const { stats } of all) {
    opened += stats.received;
    for (const reason of unsealed) {
      const count = (stats.dropped as Record<string, number>)[reason] ?? 0;
      if (count > 0) refused[reason] = (refused[reason] ?? 0) + count;
    }
  }
  return { refused, opened };
}
