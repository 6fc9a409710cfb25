import { describeSettings, settingsTable } from '../config/describe.ts';
import { settingsInForce } from '../config.ts';
import { Fault } from '../fault.ts';

/** `stoa config print`: every setting in force and where it came from. */
export function configPrint(json: boolean): void {
  const read = settingsInForce();
  const rows = describeSettings(read);
  if (json) console.log(JSON.stringify({ file: read.path ?? null, settings: rows }, undefined, 2));
  else {
    if (read.path !== undefined) console.log(`# ${read.path}`);
    const width = Math.max(...rows.map(({ env, shown }) => env.length + shown.length + 1));
    for (const { env, shown, origin } of rows) console.log(`${`${env}=${shown}`.padEnd(width)}  # ${origin}`);
  }
  if (read.mistakes.length > 0) throw new Fault(read.mistakes.join('\n'));
}

/** `stoa config check`: says all mistakes, or that there is none. */
export function configCheck(): void {
  const { mistakes, path } = settingsInForce();
  if (mistakes.length > 0) throw new Fault(mistakes.join('\n'));
  console.log(`The settings are in order${path === undefined ? ' (no settings file)' : ''}.`);
}

/** `stoa config table`: what docs/operators.md shows. */
export const configTable = (): void => console.log(settingsTable());
