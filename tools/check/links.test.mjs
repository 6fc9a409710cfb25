import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'stoa-links-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
execFileSync('git', ['init', '-q'], { cwd: folder });
writeFileSync(join(folder, 'package.json'), '{"scripts":{"check":"true"}}');

/** @param {string} text */
function check(text) {
  writeFileSync(join(folder, 'README.md'), text);
  return spawnSync(process.execPath, ['tools/check/links.mjs', folder], { encoding: 'utf8' });
}

test('documents that point at what is there pass', () => {
  expect(check('[me](README.md#top) [far](https://example.org/x) `npm run check`').status).toBe(0);
});

test('a document that points nowhere fails, with its line', () => {
  const { status, stdout } = check('fine\n[gone](docs/gone.md)');
  expect(status).toBe(1);
  expect(stdout).toContain('README.md:2 points at docs/gone.md');
});

test('a command that does not exist fails', () => {
  expect(check('run `npm run nonsense`').stdout).toContain('nonsense');
});
