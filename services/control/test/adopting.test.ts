import type { RelayCommand } from '@stoa/protocol';
import { VirtualClock } from '@stoa/testkit';
import { expect, test } from 'vitest';
import { EraMedia } from '../src/media/era-media.ts';
import { MediaLine } from '../src/media/media-line.ts';
import { Switchboard } from '../src/media/switchboard.ts';
import { FakeRelay } from './world.ts';

const six = Uint8Array.of(0, 0, 0, 0, 0, 9);
const speaker = { publish: true, subscribe: true, onStage: true };

/** One control that carries an era, and another one over the same relays that takes it over. */
function takeover(relays: FakeRelay[]) {
  const board = (firstPeer: number) =>
    new Switchboard({ relays }, () => {}, { clock: new VirtualClock(), firstPeer });
  const events = () => {
    const lost: string[] = [];
    const silent = { answered() {}, refused() {}, connected() {} };
    return { lost, events: { ...silent, lost: (why: string) => void lost.push(why) } };
  };
  const first = new EraMedia(board(0), six);
  // A fake relay tells whoever listened to it last.
  const successor = () => {
    const second = new EraMedia(board(2 ** 40), six);
    second.term = 7;
    return second;
  };
  return { first, successor, events };
}

const sent = (relay: FakeRelay, type: RelayCommand['type']) =>
  relay.commands.filter((command) => command.type === type);

test('whoever takes an era over says seats and links once more, under its term, and no transport breaks', () => {
  const relays = [new FakeRelay(), new FakeRelay()] as const;
  const { first, successor, events } = takeover([...relays]);
  const old = new MediaLine(first, events().events);
  old.seat(speaker);
  old.offer('v=0');
  const relay = relays.find(({ peers }) => peers.size === 1)!;
  const [peer] = relay.peers.keys();
  relay.emit({ type: 'connected', peer: peer! });
  const memory = old.memory!;
  expect(memory).toEqual({ peer, link: relay.link, connected: true });

  const terms: (number | undefined)[] = [];
  const send = relay.send.bind(relay);
  relay.send = (command: RelayCommand, term?: number) => {
    terms.push(term);
    send(command);
  };
  const { lost, events: told } = events();
  const line = new MediaLine(successor(), told);
  line.seat({ publish: false, subscribe: true, onStage: true });
  expect(line.adopt(memory)).toBe(true);
  expect([line.hasTransport, line.isConnected]).toEqual([true, true]);
  expect(relay.peers.get(peer!)!.seat.publish).toBe(false);
  line.seat(speaker);
  expect(relay.peers.get(peer!)!.seat.publish).toBe(true);
  expect(new Set(terms)).toEqual(new Set([7]));
  expect(sent(relay, 'join')).toHaveLength(1);
  expect(sent(relay, 'close')).toHaveLength(0);
  // What happens to it from now on is heard by the new one.
  relay.emit({ type: 'gone', peer: peer!, why: 'failed' });
  expect(lost).toEqual(['failed']);
});

test('a transport whose relay is gone, or lives another life, cannot be taken over', () => {
  const relay = new FakeRelay();
  const { first, successor, events } = takeover([relay]);
  const old = new MediaLine(first, events().events);
  old.offer('v=0');
  const memory = old.memory!;
  relay.crash();
  relay.recover();
  const line = new MediaLine(successor(), events().events);
  expect(line.adopt(memory)).toBe(false);
  expect(line.hasTransport).toBe(false);
});

test('two controls never give two transports one number', () => {
  const relays = [new FakeRelay()];
  const { first, successor, events } = takeover(relays);
  for (const media of [first, successor()])
    for (let i = 0; i < 5; i++) new MediaLine(media, events().events).offer('v=0');
  expect(relays[0]!.peers.size).toBe(10);
});
