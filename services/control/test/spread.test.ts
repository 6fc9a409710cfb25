import type { RelayCommand } from '@stoa/protocol';
import { VirtualClock } from '@stoa/testkit';
import { expect, test } from 'vitest';
import { EraMedia } from '../src/media/era-media.ts';
import { MediaLine, nothingAllowed } from '../src/media/media-line.ts';
import { Switchboard } from '../src/media/switchboard.ts';
import { FakeRelay } from './world.ts';

const silent = { answered() {}, refused() {}, connected() {}, lost() {} };

function board(count: number) {
  const relays = Array.from({ length: count }, () => new FakeRelay());
  const switchboard = new Switchboard({ relays }, () => {}, { clock: new VirtualClock() });
  let eras = 0;
  const era = () => new EraMedia(switchboard, Uint8Array.of(0, 0, 0, 0, 0, ++eras));
  const lines: MediaLine[] = [];
  const join = (media: EraMedia, count = 1) =>
    Array.from({ length: count }, () => {
      const line = new MediaLine(media, { ...silent });
      line.seat(nothingAllowed);
      line.offer('v=0');
      lines.push(line);
      return line;
    });
  const links = (relay: FakeRelay) =>
    relay.commands
      .filter((command): command is Extract<RelayCommand, { type: 'links' }> => command.type === 'links')
      .map(({ era, links }) => ({ era: Number(era), links: [...links] }));
  return { relays, switchboard, era, join, links };
}

test('a room that fits stays at one relay, and that relay hears of no link', () => {
  const { relays, era, join, links } = board(3);
  join(era(), 40);
  expect(relays.map((relay) => relay.peers.size).sort()).toEqual([0, 0, 40]);
  expect(relays.flatMap(links)).toEqual([]);
});

test('small rooms are shared out among the relays', () => {
  const { relays, era, join } = board(2);
  for (let i = 0; i < 10; i++) join(era(), 4);
  expect(relays.map((relay) => relay.peers.size)).toEqual([20, 20]);
});

test('a large room is spread, evenly in the end, and each relay is told of all others', () => {
  const { relays, era, join, links } = board(3);
  join(era(), 400);
  const sizes = relays.map((relay) => relay.peers.size);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(51);
  for (const relay of relays) {
    const others = relays.filter((other) => other !== relay).map(({ link }) => link);
    expect(new Set(links(relay).at(-1)!.links)).toEqual(new Set(others));
  }
});

test('a relay that dies is no link any more; back with another name, it is one when somebody comes to it', () => {
  const { relays, era, join, links } = board(2);
  const media = era();
  join(media, 200);
  const [a, b] = relays as [FakeRelay, FakeRelay];
  const dead = b.link;
  b.crash();
  expect(links(a).at(-1)!.links).toEqual([]);
  b.recover();
  expect(b.link).not.toBe(dead);
  join(media, 100);
  expect(links(a).at(-1)!.links).toEqual([b.link]);
  expect(links(b).at(-1)!.links).toEqual([a.link]);
});

test('a relay whose last transport of a room goes is no link of it', () => {
  const { relays, era, join, links } = board(2);
  const media = era();
  const lines = join(media, 120);
  const [a, b] = relays as [FakeRelay, FakeRelay];
  const [fewer, more] = a.peers.size < b.peers.size ? [a, b] : [b, a];
  const before = new Set(fewer.peers.keys());
  for (const line of lines) if (before.size > 0 && fewer.peers.size > 0) line.close();
  expect(fewer.peers.size).toBe(0);
  if (more.peers.size > 0) expect(links(more).at(-1)!.links).toEqual([]);
  media.end();
  expect(more.peers.size).toBe(0);
});

test('each room has its own links', () => {
  const { relays, era, join, links } = board(2);
  const [first, second] = [era(), era()];
  join(first, 200);
  join(second, 3);
  const told = relays.flatMap(links).filter(({ era }) => era === Number(second.era));
  expect(told).toEqual([]);
  second.end();
  expect(relays.map((relay) => relay.peers.size).reduce((a, b) => a + b)).toBe(200);
});

test('a relay speaks for its own transports alone', () => {
  const { relays, switchboard, era, join } = board(2);
  join(era());
  const [here, other] = relays[0]!.peers.size > 0 ? [relays[0]!, relays[1]!] : [relays[1]!, relays[0]!];
  const [peer] = here.peers.keys();
  other.emit({ type: 'gone', peer: peer!, why: 'failed' });
  expect(switchboard.size).toBe(1);
  here.emit({ type: 'gone', peer: peer!, why: 'failed' });
  expect(switchboard.size).toBe(0);
});
