import { eraId, linkId, peerId } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { relayWorld } from '../../test/relay-world.ts';
import { sampleOffer } from '../../test/sample-offer.ts';
import { linksWithin, mayBeHere } from './fence-gate.ts';

const de = { jurisdiction: 'DE', operator: 'a.example' };
const us = { jurisdiction: 'US', operator: 'b.example' };

test('Z2, Z3 somebody is taken where the fence permits, and nowhere by a relay that was not told where it is', () => {
  expect(mayBeHere(undefined, undefined)).toBe(true);
  expect(mayBeHere('DE', de)).toBe(true);
  expect(mayBeHere('DE', us)).toBe(false);
  expect(mayBeHere('!US', undefined)).toBe(false);
  expect(mayBeHere('*/!b.example', us)).toBe(false);
  expect([mayBeHere('-', de), mayBeHere('what is this', de)]).toEqual([false, false]);
});

test('Z2, Z3 links outside of the fence are none, known or not', () => {
  const links = ['a', 'b', 'c'].map(linkId);
  const command = { type: 'links', era: eraId(1), links, places: [de, us, null] } as const;
  expect(linksWithin(command)).toEqual(links);
  expect(linksWithin({ ...command, fence: 'DE' })).toEqual(['a']);
  const { places: _, ...unsaid } = command;
  expect(linksWithin({ ...unsaid, fence: '!CN' })).toEqual([]);
});

test('Z2 a relay refuses a join that its place is outside of, whoever sent it there', async () => {
  const w = relayWorld(10, undefined, undefined, undefined, us);
  const join = { type: 'join', era: eraId(1), offer: sampleOffer(1), sender: 1 } as const;
  const seat = { publish: true, subscribe: true, onStage: true };
  w.relay.handle({ ...join, peer: peerId(1), seat, fence: 'DE' });
  expect(w.of('refused')).toEqual([{ type: 'refused', peer: 1, why: 'outsideFence' }]);
  await w.join(2, seat);
  expect(w.of('refused')).toHaveLength(1);
  expect(w.relay.load().peers).toBe(1);
});
