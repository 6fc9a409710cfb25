import { expect, test } from 'vitest';
import { CATALOGUE } from '../../src/index.ts';
import {
  CHECK_IDS,
  CHECKS,
  type CheckId,
  judge,
  LIVE_FINDINGS,
  liveFinding,
  liveJson,
  livePage,
  liveTerminal,
  notRun,
  type Outcome,
  TRUST_TABLE,
} from '../../src/live/index.ts';

const held: Outcome = { findings: [], seen: '100 packets.', control: 'it was found' };
const all = (change: Partial<Record<CheckId, Outcome>> = {}) =>
  new Map(CHECK_IDS.map((id) => [id, change[id] ?? held] as const));
const promises = TRUST_TABLE.filter(({ checks }) => checks.length > 0);

test('with every check held, every promise is proven', () => {
  const cells = judge(all());
  expect(cells.filter(({ verdict }) => verdict === 'proven')).toHaveLength(promises.length);
  expect(cells.filter(({ checks, verdict }) => checks.length === 0 && verdict !== 'known')).toEqual([]);
});

test.each(CHECK_IDS)(
  '%s: a cell that rests on it is never proven when it is blind, did not run, or broke',
  (id) => {
    const resting = promises.filter(({ checks }) => checks.includes(id)).length;
    const verdicts = (outcome: Outcome | undefined) => {
      const outcomes = all();
      if (outcome) outcomes.set(id, outcome);
      else outcomes.delete(id);
      return judge(outcomes)
        .filter(({ checks }) => checks.includes(id))
        .map(({ verdict }) => verdict);
    };
    expect(resting).toBeGreaterThan(0);
    expect(verdicts({ ...held, control: undefined })).toEqual(Array(resting).fill('not tested'));
    expect(verdicts(notRun('needs something'))).toEqual(Array(resting).fill('not tested'));
    expect(verdicts(undefined)).toEqual(Array(resting).fill('not tested'));
    const finding = liveFinding(CHECKS[id].codes[0]!, 'it was seen');
    expect(verdicts({ ...held, findings: [finding] })).toEqual(Array(resting).fill('broken'));
    // What was found outweighs that the control was not.
    expect(verdicts({ findings: [finding], seen: '', control: undefined })).toEqual(
      Array(resting).fill('broken'),
    );
  },
);

test('every code of a check is known, and every live finding belongs to a check', () => {
  const codes = new Set(Object.values(CHECKS).flatMap((one) => [...one.codes] as string[]));
  for (const code of codes) expect(code in CATALOGUE || code in LIVE_FINDINGS).toBe(true);
  for (const code of Object.keys(LIVE_FINDINGS)) expect(codes).toContain(code);
});

test('page, data and terminal say the same, and text of a run cannot steer them', () => {
  const outcomes = all({
    'path.ids': { ...held, findings: [liveFinding('O101', '<script>alert(1)</script>\u202e')] },
    'stored.log': notRun('needs a log'),
  });
  const report = { outcomes, command: 'npx stoa audit live <url>', about: ['<b>A run</b>'] };
  const page = livePage(report);
  expect(page).not.toMatch(/<script>|<b>A run|\u202e/);
  expect(page).toContain('needs a log');
  const data = liveJson(report) as { counts: Record<string, number>; cells: { verdict: string }[] };
  const terminal = liveTerminal(report, 120, false);
  for (const steering of ['\u202e', '\u001b']) expect(terminal).not.toContain(steering);
  for (const [word, count] of [
    ['proven', data.counts.proven],
    ['not tested', data.counts.notTested],
    ['broken', data.counts.broken],
  ] as const) {
    expect(data.cells.filter(({ verdict }) => verdict === word)).toHaveLength(count!);
    expect(terminal).toContain(`${count} ${word}`);
    expect(count).toBeGreaterThan(0);
  }
});
