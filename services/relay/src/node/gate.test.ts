import { eraId, peerId, type RelayCommand } from '@stoa/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Gate, livesOnMs } from './gate.ts';

const seat = { publish: true, subscribe: true, onStage: true };
const join = (peer: number, era = 1): RelayCommand => ({
  type: 'join',
  peer: peerId(peer),
  era: eraId(era),
  offer: '',
  seat,
});
const mute = (peer: number): RelayCommand => ({ type: 'seat', peer: peerId(peer), seat });
const links = (era: number): RelayCommand => ({ type: 'links', era: eraId(era), links: [] });

test('N1 an older term changes nothing, a newer one takes the era and what is said about it', () => {
  const gate = new Gate();
  expect(gate.hear('ada', 1, 0, join(1), 0)).toBe('obey');
  expect(gate.addressee({ type: 'connected', peer: peerId(1) })).toBe('ada');
  expect(gate.hear('bob', 2, 0, links(1), 1)).toBe('obey');
  expect(gate.addressee({ type: 'connected', peer: peerId(1) })).toBe('bob');
  expect(gate.hear('ada', 1, 0, mute(1), 2)).toBe('stale');
  expect(gate.hear('ada', 1, 0, join(2), 2)).toBe('stale');
  expect(gate.peers).toBe(1);
  expect(gate.hear('bob', 2, 0, mute(1), 3)).toBe('obey');
});

test('N1 of one term only who spoke first under it is heard', () => {
  const gate = new Gate();
  gate.hear('ada', 3, 0, join(1), 0);
  expect(gate.hear('eve', 3, 0, mute(1), 1)).toBe('stale');
  expect(gate.addressee({ type: 'flooding', peer: peerId(1) })).toBe('ada');
});

test('N1 whatever is said in whatever order, the owner is the first speaker of the highest term', () => {
  const word = fc.record({
    from: fc.constantFrom('ada', 'bob', 'eve'),
    term: fc.nat(4),
    peer: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      const gate = new Gate();
      let owner: { from: string; term: number } | undefined;
      for (const { from, term, peer } of words) {
        const fits = !owner || term > owner.term || (term === owner.term && from === owner.from);
        expect(gate.hear(from, term, 0, join(peer), 0)).toBe(fits ? 'obey' : 'stale');
        if (fits) owner = { from, term };
        expect(gate.addressee({ type: 'census', era: eraId(1), peers: [] })).toBe(owner?.from);
      }
    }),
  );
});

test('N2 an era lives on without its owner for 90 s, and a word of that owner about anything keeps it', () => {
  const gate = new Gate();
  gate.hear('ada', 1, 0, join(1), 0);
  gate.hear('bob', 1, 0, join(2, 2), 0);
  gate.alive('bob', 50_000);
  expect(gate.abandoned(livesOnMs - 1)).toEqual([]);
  expect(gate.abandoned(livesOnMs)).toEqual([eraId(1)]);
  gate.alive('ada', livesOnMs);
  expect(gate.abandoned(livesOnMs + 1)).toEqual([]);
  expect(gate.abandoned(50_000 + livesOnMs)).toEqual([eraId(2)]);
});

test('N2 an era whose people are gone is remembered: who was replaced does not begin it again', () => {
  const gate = new Gate();
  gate.hear('ada', 1, 0, join(1), 0);
  gate.hear('bob', 2, 0, join(2), 1);
  gate.addressee({ type: 'gone', peer: peerId(1), why: 'closed' });
  gate.addressee({ type: 'gone', peer: peerId(2), why: 'closed' });
  expect(gate.peers).toBe(0);
  gate.abandoned(500_000);
  expect(gate.hear('ada', 1, 0, join(3), 500_001)).toBe('stale');
});

test('N3 what a relay process took away is told to the owners of its transports', () => {
  const gate = new Gate();
  gate.hear('ada', 1, 0, join(1), 0);
  gate.hear('ada', 1, 1, join(2), 0);
  gate.hear('bob', 1, 0, join(3, 2), 0);
  expect([...gate.lost([1, 3, 9].map(peerId))]).toEqual([
    ['ada', [1]],
    ['bob', [3]],
  ]);
  expect(gate.peers).toBe(1);
});
