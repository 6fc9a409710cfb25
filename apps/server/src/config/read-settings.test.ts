import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeSettings, settingsTable } from './describe.ts';
import { nearest } from './nearest.ts';
import { readSettings, settingNames } from './read-settings.ts';
import { type Setting, settings } from './settings.ts';

const operators = resolve(import.meta.dirname, '../../../../docs/operators.md');

describe('the table', () => {
  test('no name stands in it twice', () => {
    const all = settingNames.map((name) => settings[name] as Setting<unknown>);
    expect(new Set(all.map(({ env }) => env)).size).toBe(all.length);
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });

  test('the documents show it as it is (`npx stoa config table`)', () => {
    expect(readFileSync(operators, 'utf8')).toContain(settingsTable());
  });
});

describe('where a value comes from', () => {
  const file = '# ours\nport = 9000\nrelays = 3 # few\ndata = "/srv/Ada # and Sons"\n\nhost =\n';

  test('the environment wins over the file, the command line over both, nothing over the default', () => {
    const { values, origins, mistakes } = readSettings({
      env: { PORT: '9001', STOA_ROLE: 'all' },
      file,
      options: { STOA_RELAYS: '4' },
    });
    expect(mistakes).toEqual([]);
    expect(values).toMatchObject({
      port: 9001,
      relays: 4,
      dataFolder: '/srv/Ada # and Sons',
      host: '127.0.0.1',
      spreadAfter: 50,
    });
    expect(origins).toMatchObject({
      port: { from: 'environment' },
      relays: { from: 'option' },
      dataFolder: { from: 'file', line: 4 },
      host: { from: 'default' },
    });
  });

  test('what is printed never holds a secret', () => {
    const read = readSettings({
      env: {},
      file: 'database-url = postgres://stoa:CANARY@db/stoa\nnats-url = nats://me:CANARY@n:4222',
    });
    expect(read.mistakes).toEqual([]);
    const printed = JSON.stringify(describeSettings(read));
    expect(printed).not.toContain('CANARY');
    expect(printed).toContain('(secret)');
    expect(printed).toContain('settings file, line 2');
  });
});

describe('mistakes', () => {
  test('all of them at once, one sentence each', () => {
    const { mistakes } = readSettings({
      env: { STOA_RELAY_PROT: '41000', STOA_TRUST_PROXY: 'maybe', STOA_TLS_CERT: 'cert.pem' },
      file: 'prot = 80\nrelays = many\nrelays = 2\nwhat is this\n',
    });
    expect(mistakes).toEqual([
      'Line 3 sets relays again, after line 2.',
      'Line 4 is not of the form key = value.',
      'Line 1: prot is not a setting: did you mean port?',
      'STOA_RELAY_PROT is not a setting: did you mean STOA_RELAY_PORT?',
      'STOA_TRUST_PROXY must be 1 or 0.',
      'STOA_TLS_CERT and STOA_TLS_KEY must be set together.',
    ]);
  });

  test.each([
    [{ STOA_ROLE: 'relay' }, 'STOA_ROLE names a part of a fleet, so NATS_URL must say where the parts meet.'],
    [
      { STOA_ROLE: 'social', NATS_URL: 'nats://n' },
      'The role social of a fleet needs DATABASE_URL, or STOA_ACCOUNTS=0.',
    ],
    [
      { STOA_RELAY_PORT: '65535', STOA_RELAYS: '2' },
      'STOA_RELAY_PORT leaves no room for 2 relays: the last port is 65535.',
    ],
    [
      { STOA_ROLE: 'relays' },
      'STOA_ROLE must be all, or one or more of control, relay, social and web with commas between them.',
    ],
    [{ STOA_METRICS_PORT: '8080' }, 'STOA_METRICS_PORT must differ from PORT.'],
    [{ STOA_JURISDICTION: 'DE' }, 'STOA_JURISDICTION and STOA_OPERATOR must be set together'],
    [{ STOA_REGION: 'eu' }, 'STOA_REGION needs STOA_JURISDICTION and STOA_OPERATOR.'],
    [{ STOA_OPERATOR: 'Example Net' }, 'STOA_OPERATOR must be a name of lower-case letters'],
    [{ STOA_FENCE: 'Germany' }, 'STOA_FENCE must be a fence: DE,FR for these countries alone'],
    [{ STOA_JURISDICTION: 'Germany' }, 'STOA_JURISDICTION must be a country of ISO 3166'],
    [{ NATS_URL: 'localhost' }, 'NATS_URL must be one or more addresses'],
  ])('%j', (env, sentence) => {
    const { mistakes } = readSettings({ env });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(sentence);
  });

  test('names of other programs are none of ours, and those of tests are not in the way', () => {
    expect(readSettings({ env: { PATH: '/bin', STOA_TEST_X: '1', STOA_CONFIG: 'x' } }).mistakes).toEqual([]);
  });

  test('no text makes it throw, and a sentence never repeats a value', () => {
    fc.assert(
      fc.property(
        fc.record({ env: fc.dictionary(fc.constantFrom('PORT', 'NATS_URL', 'STOA_WEB'), fc.string()) }),
        fc.string(),
        ({ env }, file) => {
          const { mistakes } = readSettings({ env, file });
          expect(mistakes.every((sentence) => sentence.endsWith('.') || sentence.endsWith('?'))).toBe(true);
        },
      ),
    );
    const { mistakes } = readSettings({ env: { NATS_URL: 'CANARY' }, file: 'port = CANARY\nCANARY\n' });
    expect(mistakes.join()).not.toContain('CANARY');
  });
});

test('the nearest word is the one with the fewest slips, and a strange one has none', () => {
  expect(nearest('raley-port', ['relay-port', 'turn-port'])).toBe('relay-port');
  expect(nearest('banana', ['relay-port', 'turn-port'])).toBeUndefined();
});
