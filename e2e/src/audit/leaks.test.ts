// Each leak, put into the program while it is loaded, makes the audit fail with the finding that is meant.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { regenerates } from './config.ts';
import { type Deployment, type LiveResult, openDeployment } from './deployment.ts';
import { LEAKS, type Leak } from './leaks.ts';

const README = new URL('./README.md', import.meta.url);
const SHORT = ['--seconds', '2'];
const table = new Map<string, string>();

/** Those that change the participants alone need no server of their own. */
let plain: Promise<Deployment> | undefined;
afterAll(async () => {
  await (await plain)?.close();
});

async function auditOf({
  participants = [],
  server,
  accounts = false,
  more = [],
}: Leak): Promise<LiveResult> {
  const options = { edits: participants, more: [...SHORT, ...more] };
  if (!server) {
    plain ??= openDeployment();
    return (await plain).audit(options);
  }
  const own = await openDeployment({ edits: server, accounts });
  return own.audit(options).finally(() => own.close());
}

test.each(LEAKS.map((leak) => [leak.what, leak] as const))('%s', async (what, leak) => {
  const { exit, checks, cells } = await auditOf(leak);
  const findings = checks.flatMap((check) => check.findings);
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  console.log(`${what}: ${codes.join(', ')}`);
  expect(codes).toEqual(expect.arrayContaining([...leak.codes]));
  expect(
    findings
      .filter(({ code }) => leak.codes.includes(code))
      .map(({ title }) => title)
      .join('\n'),
  ).toMatch(leak.says);
  expect(
    cells.some(
      ({ verdict, codes: why }) => verdict === 'broken' && why.some((code) => leak.codes.includes(code)),
    ),
  ).toBe(true);
  expect(exit).toBe(3);
  table.set(what, `| ${what} | ${leak.codes.join(', ')} |`);
});

test('the table of the README is that of the leaks', () => {
  const rows = LEAKS.map(({ what, codes }) => `| ${what} | ${codes.join(', ')} |`);
  expect([...table.values()].sort()).toEqual([...rows].sort());
  const text = readFileSync(README, 'utf8');
  const [before = '', after = ''] = text.split(/<!-- leaks -->[\s\S]*<!-- end of leaks -->/);
  const wanted = `${before}<!-- leaks -->\n\n| leak | findings |\n|---|---|\n${rows.join('\n')}\n\n<!-- end of leaks -->${after}`;
  if (regenerates()) writeFileSync(README, wanted);
  else expect(text).toBe(wanted);
});
