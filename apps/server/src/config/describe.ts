import { type Origin, type ReadSettings, settingNames } from './read-settings.ts';
import { type Setting, settings } from './settings.ts';

export type SettingRow = {
  readonly key: string;
  readonly env: string;
  /** A secret is said to be set, and no more. */
  readonly shown: string;
  readonly origin: string;
};

/** Every setting as a line for people. */
export function describeSettings({ values, origins }: ReadSettings): SettingRow[] {
  return settingNames.map((name) => {
    const { key, env, secret } = settings[name] as Setting<unknown>;
    const value: unknown = values[name];
    const shown = value === undefined ? '' : secret ? '(secret)' : textOf(value);
    return { key, env, shown, origin: originText(origins[name]) };
  });
}

function textOf(value: unknown): string {
  if (value instanceof URL) return value.origin;
  if (typeof value === 'boolean') return value ? '1' : '0';
  return Array.isArray(value) ? value.join(',') : String(value);
}

const originText = (origin: Origin): string =>
  origin.from === 'file' ? `settings file, line ${origin.line}` : origin.from;

/** The table of the documents. */
export function settingsTable(): string {
  const rows = settingNames.map((name) => {
    const { env, key, usual, usually, text, roles } = settings[name] as Setting<unknown>;
    const value = usual();
    const without = usually ?? (value === undefined ? '-' : textOf(value));
    const who = roles.length === 4 ? 'all' : roles.join(', ');
    return `| \`${env}\` | \`${key}\` | ${without} | ${who} | ${text} |`;
  });
  return [
    '| In the environment | In `stoa.conf` | Without it | Roles | What it is |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
