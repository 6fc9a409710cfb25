import { parseSettingsFile, unknownName } from './file.ts';
import { type Setting, type SettingName, settings, type Values } from './settings.ts';
import { checkTogether } from './together.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value came from; the file with its line. */
export type Origin =
  | { readonly from: 'default' | 'environment' | 'option' }
  | { readonly from: 'file'; readonly line: number };

export type Sources = {
  readonly env: Environment;
  /** The text of the settings file, if there is one. */
  readonly file?: string | undefined;
  /** By name in the environment, from the command line; wins over everything. */
  readonly options?: Environment;
};

export type ReadSettings = {
  /** Of a setting with a mistake: what holds without it. */
  readonly values: Values;
  readonly origins: Readonly<Record<SettingName, Origin>>;
  /** One sentence each; empty: all is well. */
  readonly mistakes: readonly string[];
};

/** Names that begin like ours and belong to the tests and tools beside the server. */
const ofOthers = /^STOA_(CONFIG|TEST_\w+|BENCH_\w+|LONG|SCREENS|CAPTURES|BUILD_FILES)$/;

export const settingNames = Object.keys(settings) as readonly SettingName[];
const all = settingNames.map((name) => settings[name] as Setting<unknown>);
const keys = all.map((setting) => setting.key);
const environmentNames = all.map((setting) => setting.env);

/** All settings from everywhere, with every mistake that is in them. */
export function readSettings({ env, file, options = {} }: Sources): ReadSettings {
  const { entries, mistakes: badLines } = parseSettingsFile(file ?? '');
  const mistakes = [...badLines];
  for (const { key, line } of entries) {
    if (!keys.includes(key)) mistakes.push(unknownName(`Line ${line}: `, key, keys));
  }
  for (const name of Object.keys(env)) {
    if (!name.startsWith('STOA_') || ofOthers.test(name) || environmentNames.includes(name)) continue;
    mistakes.push(unknownName('', name, environmentNames));
  }
  const values: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const name of settingNames) {
    const setting = settings[name] as Setting<unknown>;
    const inFile = entries.findLast((entry) => entry.key === setting.key);
    const [text, called, origin] = firstOf([
      [options[setting.env], setting.env, { from: 'option' }],
      [env[setting.env], setting.env, { from: 'environment' }],
      [inFile?.value, `Line ${inFile?.line}: ${setting.key}`, { from: 'file', line: inFile?.line ?? 0 }],
    ]);
    const value = text === undefined ? undefined : setting.type.parse(text);
    if (text !== undefined && value === undefined) mistakes.push(`${called} must be ${setting.type.must}.`);
    values[name] = value ?? setting.usual();
    origins[name] = value === undefined ? { from: 'default' } : origin;
  }
  const read = values as Values;
  mistakes.push(...checkTogether(read));
  return { values: read, origins: origins as Record<SettingName, Origin>, mistakes };
}

type Source = readonly [text: string | undefined, called: string, origin: Origin];

/** An empty value is none, as operators expect of `NAME=`. */
function firstOf(sources: readonly Source[]): Source {
  for (const [text, called, origin] of sources) {
    const trimmed = text?.trim();
    if (trimmed) return [trimmed, called, origin];
  }
  return [undefined, '', { from: 'default' }];
}
