import { expect, test } from 'vitest';
import { isAcceptable, licenceFindings } from './licences.mjs';
import { missingOptionalPackages } from './lock-file.mjs';

const app = {
  version: '1.0.0',
  dependencies: { '@stoa/core': '1.0.0', media: '1.0.0' },
  devDependencies: { lint: '1.0.0' },
};

/** @param {string} licence of a package two steps away from what ships */
const lockWith = (licence) => ({
  'apps/server': app,
  'node_modules/@stoa/core': { link: true, resolved: 'packages/core' },
  'packages/core': { version: '1.0.0', dependencies: { deep: '1.0.0' } },
  'packages/core/node_modules/deep': { version: '2.0.0', license: licence },
  'node_modules/deep': { version: '1.0.0', license: 'MIT' },
  'node_modules/media': { version: '1.0.0', license: 'MPL-2.0' },
  'node_modules/lint': { version: '1.0.0', license: 'GPL-3.0' },
});
const none = () => undefined;

test('a package under GPL or AGPL in what ships is found, through links and nested folders', () => {
  for (const licence of ['GPL-3.0-only', 'AGPL-3.0', '(MIT AND GPL-2.0)']) {
    expect(licenceFindings(lockWith(licence), ['apps/server'], none)).toEqual([
      `deep@2.0.0 is under ${licence}: Stoa is Apache-2.0 and ships no GPL or AGPL code`,
    ]);
  }
});

test('a package that states no licence is found', () => {
  expect(
    licenceFindings(
      { 'apps/server': app, 'node_modules/media': { version: '1.0.0' } },
      ['apps/server'],
      none,
    ),
  ).toHaveLength(1);
});

test('tools that do not ship may be under any licence, and a choice may be made', () => {
  expect(licenceFindings(lockWith('(MIT OR GPL-3.0)'), ['apps/server'], none)).toEqual([]);
  expect(['LGPL-3.0', 'MIT', 'BSD-3-Clause AND MIT'].filter(isAcceptable)).toHaveLength(3);
});

test('an optional package that fell out of the lock file is found', () => {
  const bundler = {
    version: '1.0.0',
    optionalDependencies: { 'bundler-linux': '1.0.0', 'bundler-mac': '1.0.0' },
  };
  const lock = { 'node_modules/bundler': bundler, 'node_modules/bundler-linux': { version: '1.0.0' } };
  expect(missingOptionalPackages(lock)).toEqual([
    'bundler@1.0.0 lacks 1 of 2 optional packages in the lock file: bundler-mac',
  ]);
  expect(
    missingOptionalPackages({
      ...lock,
      'node_modules/bundler/node_modules/bundler-mac': { version: '1.0.0' },
    }),
  ).toEqual([]);
});
