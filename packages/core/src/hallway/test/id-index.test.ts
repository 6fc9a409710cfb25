import { toBase64Url } from '@stoa/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdIndex, idFromText, idsFromBytes, idsFromTexts, idText, includesId, withId } from '../index.ts';
import { stepsFactor } from './config.ts';

const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(toBase64Url);
/** Few first words, so that many ids want the same place and runs of them wrap around the end. */
const crowded = fc
  .tuple(fc.constantFrom(0, 63, 62), fc.nat({ max: 60 }))
  .map(([first, rest]) =>
    toBase64Url(Uint8Array.from([0, 0, 0, first, 0, 0, 0, 0, 0, 0, 0, rest, 0, 0, 0, 0])),
  );

test('the index holds what a map of maps holds', () => {
  const move = fc.record({
    add: fc.boolean(),
    id: fc.oneof(id, crowded, crowded),
    value: fc.nat({ max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 300 }), (moves) => {
      const index = new IdIndex();
      const model = new Map<string, Map<number, number>>();
      for (const { add, id, value } of moves) {
        const packed = idFromText(id);
        const own = model.get(id) ?? new Map<number, number>();
        const times = (own.get(value) ?? 0) + (add ? 1 : -1);
        if (add) index.add(packed, 0, value);
        else index.remove(packed, 0, value);
        if (times > 0) own.set(value, times);
        else own.delete(value);
        if (own.size > 0) model.set(id, own);
        else model.delete(id);
      }
      expect(index.size).toBe(model.size);
      for (const { id } of moves) {
        const packed = idFromText(id);
        const found = new Map<number, number>();
        for (let link = index.first(packed, 0); link >= 0; link = index.next(link))
          found.set(index.value(link), index.times(packed, 0, index.value(link)));
        expect(found).toEqual(model.get(id) ?? new Map());
      }
    }),
    { numRuns: 200 * stepsFactor },
  );
});

test('lists of ids keep every id, and take one more or less', () => {
  fc.assert(
    fc.property(fc.uniqueArray(id, { maxLength: 8 }), id, (texts, other) => {
      const ids = idsFromTexts(texts);
      expect(texts.map((_, place) => idText(ids, place))).toEqual(texts);
      const bytes = new Uint8Array(ids.length * 4);
      for (const [at, word] of ids.entries()) new DataView(bytes.buffer).setUint32(at * 4, word);
      expect(idsFromBytes(bytes)).toEqual(ids);
      const more = withId(ids, idFromText(other), true);
      expect(includesId(more, idFromText(other))).toBe(true);
      if (!texts.includes(other)) expect(withId(more, idFromText(other), false)).toEqual(ids);
    }),
  );
});

test('what is no id is refused', () => {
  expect(() => idFromText('short')).toThrow(RangeError);
  expect(() => idsFromBytes(new Uint8Array(15))).toThrow(RangeError);
});
