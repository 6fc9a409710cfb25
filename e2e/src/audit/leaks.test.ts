// Each leak, put into the program while it is loaded, makes the audit fail with the finding that is meant.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLong } from '../rig/config.ts';
import { regenerates } from './config.ts';
import { type Deployment, type LiveResult, openDeployment } from './deployment.ts';
import { LEAKS, type Leak } from './leaks.ts';

const README = new URL('./README.md', import.meta.url);
const SHORT = ['--seconds', '1', '--no-browser'];
const table = new Map<string, string>();
const tried = LEAKS.filter(({ again }) => isLong() || !again);

/** An audit waits for most of its time, so a few run at once; those that change the participants alone share a server. */
const lanes: { plain?: Deployment; free: Promise<unknown> }[] = [1, 2, 3].map(() => ({
  free: Promise.resolve(),
}));
afterAll(async () => {
  for (const { plain } of lanes) await plain?.close();
});

async function auditOf(leak: Leak, lane: (typeof lanes)[number]): Promise<LiveResult> {
  const { participants = [], server, accounts = false, more = [] } = leak;
  const options = { edits: participants, more: [...SHORT, ...more] };
  if (!server && !accounts) {
    lane.plain ??= await openDeployment();
    return lane.plain.audit(options);
  }
  const own = await openDeployment({ edits: server ?? [], accounts });
  return own.audit(options).finally(() => own.close());
}

/** Both lanes run through while the tests look at one after the other. */
const pending: Promise<LiveResult>[] = [];
beforeAll(() => {
  for (const [i, leak] of tried.entries()) {
    const lane = lanes[i % lanes.length]!;
    const result = lane.free.then(() => auditOf(leak, lane));
    lane.free = result.catch(() => undefined);
    pending.push(result);
  }
});

/** What is looked for in memory may be gone by then on a busy machine: one more audit, alone. */
async function foundIn(leak: Leak, pending: Promise<LiveResult>): Promise<LiveResult> {
  const result = await pending;
  const codes = result.checks.flatMap((check) => check.findings.map(({ code }) => code));
  if (leak.codes.every((code) => codes.includes(code))) return result;
  const lane = { free: Promise.resolve() };
  lanes.push(lane);
  return auditOf(leak, lane);
}

test.each(tried.map((leak, i) => [leak.what, leak, i] as const))('%s', async (what, leak, i) => {
  const { exit, checks, cells } = await foundIn(leak, pending[i]!);
  const findings = checks.flatMap((check) => check.findings);
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const others = findings
    .filter(({ code }) => !leak.codes.includes(code))
    .map(({ code, title }) => `${code} ${title}`);
  console.log([`${what}: ${codes.join(', ')}`, ...new Set(others)].join('\n  '));
  expect(codes).toEqual(expect.arrayContaining([...leak.codes]));
  const said = findings.filter(({ code }) => leak.codes.includes(code)).map(({ title }) => title);
  expect(said.join('\n')).toMatch(leak.says);
  const breaks = cells.filter(
    ({ verdict, codes: why }) => verdict === 'broken' && why.some((code) => leak.codes.includes(code)),
  );
  expect(breaks).not.toEqual([]);
  if (leak.row !== undefined) expect(breaks.map(({ row }) => row)).toContain(leak.row);
  expect(exit).toBe(3);
  table.set(what, `| ${what} | ${leak.codes.join(', ')} |`);
});

test('the table of the README is that of the leaks', () => {
  const row = ({ what, codes }: Leak) => `| ${what} | ${codes.join(', ')} |`;
  const rows = LEAKS.map(row);
  expect([...table.values()].sort()).toEqual(tried.map(row).sort());
  const text = readFileSync(README, 'utf8');
  const [before = '', after = ''] = text.split(/<!-- leaks -->[\s\S]*<!-- end of leaks -->/);
  const wanted = `${before}<!-- leaks -->\n\n| leak | findings |\n|---|---|\n${rows.join('\n')}\n\n<!-- end of leaks -->${after}`;
  if (regenerates()) writeFileSync(README, wanted);
  else expect(text).toBe(wanted);
});
