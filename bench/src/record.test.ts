import { describe, expect, it } from 'vitest';
import type { Machine } from './machine.ts';
import { renderPage, tableOf } from './page.ts';
import { type BenchRecord, type Figure, makeRecord } from './record.ts';

const machine: Machine = { name: '2 x test', versions: { node: '20.20.2' }, load: () => 0.123456 };
const now = new Date('2026-11-21T22:00:00Z');
const figure: Figure = {
  metric: 'fanout.cpu',
  subject: 'stoa',
  value: 10.98765,
  unit: 'us/packet',
  peer: { name: 'janus', value: 20 },
  spread: { median: 10.98765, min: 10, max: 12, rounds: 6 },
  conditions: { listeners: 400, seconds: 5 },
};

describe('record', () => {
  it('carries value, peer, ratio and where it was measured', () => {
    expect(makeRecord(figure, machine, now)).toEqual({
      metric: 'fanout.cpu',
      subject: 'stoa',
      value: 10.99,
      unit: 'us/packet',
      peer: 'janus',
      ratio: 0.5494,
      spread: { min: 10, max: 12, rounds: 6 },
      goal: null,
      conditions: { listeners: 400, seconds: 5 },
      machine: '2 x test',
      versions: { node: '20.20.2' },
      load: 0.1235,
      at: '2026-11-21T22:00:00.000Z',
    });
  });

  it('meets a goal only when the worst round does', () => {
    const goalOf = (limit: number, atLeast = false) =>
      makeRecord({ ...figure, goal: { text: 'goal', limit, atLeast } }, machine, now).goal?.met;
    expect(goalOf(11)).toBe(false);
    expect(goalOf(12)).toBe(true);
    expect(goalOf(11, true)).toBe(false);
    expect(goalOf(10, true)).toBe(true);
  });

  it('refuses figures that are no figures', () => {
    expect(() => makeRecord({ ...figure, value: Number.NaN }, machine, now)).toThrow('not a number');
    expect(() => makeRecord({ ...figure, peer: { name: 'janus', value: 0 } }, machine, now)).toThrow(
      'measured nothing',
    );
  });
});

describe('page', () => {
  const record = makeRecord({ ...figure, goal: { text: 'at most 11 us', limit: 11 } }, machine, now);
  const section = {
    name: 'fanout',
    summary: 'CPU per packet',
    notes: ['janus: as it comes'],
    records: [record],
  };

  it('shows spread, peer, ratio, missed goals, machine and notes', () => {
    const page = renderPage([section]);
    for (const text of [
      '10 to 12 (6)',
      'janus',
      'x 0.5494',
      'at most 11 us: NOT MET',
      '2 x test',
      '- janus: as it comes',
    ]) {
      expect(page).toContain(text);
    }
    expect(page).toContain('node 20.20.2 (seconds: 5).');
  });

  it('says that a benchmark has not run instead of leaving it out', () => {
    const page = renderPage([{ ...section, records: [], notes: ['not run on this machine yet'] }]);
    expect(page).toContain('## fanout');
    expect(page).toContain('not run on this machine yet');
  });

  it('keeps a table a table whatever a cell holds', () => {
    const odd: BenchRecord = { ...record, subject: 'a|b' };
    const lines = tableOf([odd, record]).split('\n');
    const columns = lines.map((line) => line.replaceAll('\\|', '').split('|').length);
    expect(new Set(columns).size).toBe(1);
  });
});
