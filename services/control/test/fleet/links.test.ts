import type { RelayCommand } from '@stoa/protocol';
import { VirtualClock } from '@stoa/testkit';
import { expect, test } from 'vitest';
import { EraMedia } from '../../src/media/era-media.ts';
import { MediaLine } from '../../src/media/media-line.ts';
import { Switchboard } from '../../src/media/switchboard.ts';
import { FakeRelay } from '../world.ts';

const six = Uint8Array.of(0, 0, 0, 0, 0, 9);
const silent = { answered() {}, refused() {}, connected() {}, lost() {} };

test('W5 relays of a room that changes hands hear once of each other, and of all: no link between them is cut meanwhile', () => {
  const relays = [new FakeRelay(), new FakeRelay(), new FakeRelay()];
  const board = (firstPeer: number) =>
    new Switchboard({ relays }, () => {}, { clock: new VirtualClock(), firstPeer, spreadAfter: 0 });
  const first = new EraMedia(board(0), six);
  const lines = Array.from({ length: 9 }, () => new MediaLine(first, silent));
  for (const line of lines) line.offer('v=0');
  expect(relays.map(({ peers }) => peers.size)).toEqual([3, 3, 3]);
  for (const relay of relays) relay.commands.length = 0;

  const second = new EraMedia(board(2 ** 40), six);
  second.term = 2;
  for (const { memory } of lines) expect(new MediaLine(second, silent).adopt(memory!)).toBe(true);
  second.switchboard.takeStock(second);
  for (const relay of relays) {
    const of = <T extends RelayCommand['type']>(type: T) =>
      relay.commands.filter((one): one is Extract<RelayCommand, { type: T }> => one.type === type);
    expect(of('links').map(({ links }) => new Set(links))).toEqual([
      new Set(relays.filter((other) => other !== relay).map(({ link }) => link)),
    ]);
    expect(of('census')).toHaveLength(1);
    expect(of('close')).toEqual([]);
  }
});
