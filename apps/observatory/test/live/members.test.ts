import { expect, test } from 'vitest';
import { examineMembers, liveFinding, notRun, type Outcome, type Planted } from '../../src/live/index.ts';

const planted: Planted[] = [
  { kind: 'account', canary: { what: 'account id of a member', bytes: Buffer.alloc(16, 5) } },
  { kind: 'session', canary: { what: 'session cookie of a member', text: 'Qorvel Tamsin' } },
  { kind: 'handle', canary: { what: 'room handle', text: '5f1e0a77c3d9b248' } },
];
const held = (seen: string, ...titles: string[]): Outcome => ({
  findings: titles.map((title) => liveFinding('O101', title)),
  seen,
  control: `${seen} found it`,
});
const clean = { path: held('path'), relay: held('frames'), memory: held('memory') };
const look = (change: Partial<typeof clean> = {}, members: true | string = true, of = planted) => {
  const outcomes = examineMembers(members, of, { ...clean, ...change });
  return [outcomes.get('members.ids')!, outcomes.get('members.relay')!] as const;
};
const codes = ({ findings }: Outcome) => findings.map(({ code }) => code);

test('nothing of theirs was found, and every look has seen its control', () => {
  for (const outcome of look()) {
    expect(codes(outcome)).toEqual([]);
    expect(outcome.control).toMatch(/saw the accounts of each other/);
  }
  expect(look()[1].control).toMatch(/frames found it.*memory found it/);
});

test.each(['account id', 'session cookie'])('the %s of a member is a finding where it was found', (what) => {
  const found = held('here', `The ${what} of a member is readable in 1 place: as hex`);
  const all = (change: Partial<typeof clean>) => look(change).map(codes);
  expect(all({ path: found })).toEqual([['O101'], []]);
  expect(all({ relay: found })).toEqual([[], ['O101']]);
  expect(all({ memory: found })).toEqual([[], ['O101']]);
  // Whatever else could not be looked at.
  expect(all({ relay: found, memory: notRun('needs root') })).toEqual([[], ['O101']]);
});

test('what was found of rooms is not of members', () => {
  const [path] = look({ path: held('path', 'The room handle is readable in 1 place: as hex') });
  expect(codes(path)).toEqual([]);
  expect(path.control).toBeDefined();
});

test('without members, without a look or with a blind one nothing is proven', () => {
  for (const { notRun: why } of look({}, 'the deployment has no accounts'))
    expect(why).toBe('needs members: the deployment has no accounts');
  expect(look({ memory: notRun('needs root') })[1].notRun).toBe('needs root');
  expect(look({ memory: { ...held('memory'), control: undefined } })[1].control).toBeUndefined();
  expect(look({ path: { ...held('path'), control: undefined } })[0].control).toBeUndefined();
  for (const { control } of look({}, true, [])) expect(control).toBeUndefined();
});
