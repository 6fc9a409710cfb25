import { access, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type Audit,
  type AuditOptions,
  audit,
  builtInPlaces,
  combined,
  htmlReport,
  jsonReport,
  mmdbPlaces,
  readCanaries,
  readTruth,
  SEVERITIES,
  type Severity,
  sarifReport,
  terminalReport,
  wavOf,
} from '@stoa/observatory';
import { Fault } from '../fault.ts';
import { progressBar } from './progress-bar.ts';

export type CaptureFlags = {
  readonly canaries?: string;
  readonly fence?: string;
  readonly truth?: string;
  readonly keylog?: string;
  readonly json?: string | true;
  readonly sarif?: string | true;
  readonly html?: string;
  readonly evidence?: string;
  readonly mmdb?: readonly string[];
  readonly insideRelay?: boolean;
  readonly reveal?: boolean;
  readonly withSound?: boolean;
  readonly failOn?: string;
};

/** Exit codes of `stoa audit capture`. 1 is what every fault of the command ends with. */
export const FOUND = 3;

/** Examines a capture, prints a summary or writes reports, and says by the exit code whether something was found. */
export async function auditCapture(file: string, flags: CaptureFlags): Promise<void> {
  const failOn = severityOf(flags.failOn);
  await mustBeFile(file);
  const options = await optionsOf(flags);
  const quiet = flags.json === true || flags.sarif === true;
  const bar = progressBar(quiet ? undefined : process.stderr);
  let result: Audit;
  try {
    result = await audit(file, { ...options, progress: bar.show });
  } catch (error) {
    throw new Fault(
      `The capture could not be examined: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    bar.clear();
  }
  if (result.capture.format === 'unknown') throw new Fault('This is no pcap or pcapng file.');
  await write(result, basename(file), flags);
  const reached = result.findings.some(
    (one) => SEVERITIES.indexOf(one.severity) >= SEVERITIES.indexOf(failOn ?? 'critical'),
  );
  process.exitCode = failOn !== undefined && reached ? FOUND : 0;
}

async function write(result: Audit, name: string, flags: CaptureFlags): Promise<void> {
  const json = () => `${JSON.stringify(jsonReport(result), undefined, 2)}\n`;
  const sarif = () => `${JSON.stringify(sarifReport(result, name), undefined, 2)}\n`;
  if (flags.json === true) process.stdout.write(json());
  else if (flags.sarif === true) process.stdout.write(sarif());
  else
    process.stdout.write(
      terminalReport(result, process.stdout.columns ?? 100, process.stdout.isTTY === true),
    );
  const files: [string, string | Uint8Array][] = [];
  if (typeof flags.json === 'string') files.push([flags.json, json()]);
  if (typeof flags.sarif === 'string') files.push([flags.sarif, sarif()]);
  if (flags.html)
    files.push([flags.html, htmlReport(result, { file: name, withSound: flags.withSound === true })]);
  if (flags.evidence && result.sounds.length > 0) {
    await mkdir(flags.evidence, { recursive: true }).catch((error: Error) => {
      throw new Fault(`The folder for evidence could not be made: ${error.message}`);
    });
    for (const { name: sound, samples, rate } of result.sounds)
      files.push([join(flags.evidence, sound), wavOf(samples, rate)]);
  }
  for (const [path, content] of files) {
    await writeFile(path, content).catch((error: Error) => {
      throw new Fault(`A report could not be written: ${error.message}`);
    });
    process.stderr.write(`written: ${path}\n`);
  }
}

async function optionsOf(flags: CaptureFlags): Promise<AuditOptions> {
  const own = await Promise.all(
    (flags.mmdb ?? []).map((path) =>
      mmdbPlaces(path).catch((error: Error) => {
        throw new Fault(`The database ${basename(path)} cannot be used: ${error.message}`);
      }),
    ),
  );
  // What the analyst names instead has the word alone: nothing is mixed in from the data that come along.
  const places = own.length > 0 ? combined(own) : builtInPlaces();
  return {
    places,
    fence: fenceOf(flags.fence),
    reveal: flags.reveal === true,
    insideRelay: flags.insideRelay === true,
    ...(flags.canaries && { canaries: await listOf(flags.canaries, readCanaries) }),
    ...(flags.keylog && { keyLog: await listOf(flags.keylog, (text) => text) }),
    ...(flags.truth && { truth: await listOf(flags.truth, readTruth) }),
  };
}

async function listOf<Content>(path: string, read: (text: string) => Content): Promise<Content> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new Fault(`A file that was named cannot be read: ${error.message}`);
  });
  try {
    return read(text);
  } catch (error) {
    throw new Fault(`${basename(path)}: ${(error as Error).message}`);
  }
}

function fenceOf(text: string | undefined): string[] {
  const codes = (text ?? '')
    .split(',')
    .map((code) => code.trim().toUpperCase())
    .filter((code) => code !== '');
  const wrong = codes.find((code) => !/^[A-Z]{2}$/.test(code));
  if (wrong !== undefined)
    throw new Fault(`--fence takes country codes of two letters, such as DE,FR; "${wrong}" is none.`);
  return codes;
}

function severityOf(text: string | undefined): Severity | undefined {
  if (text === undefined) return undefined;
  const known = SEVERITIES.find((one) => one === text);
  if (!known) throw new Fault(`--fail-on takes one of ${SEVERITIES.join(', ')}.`);
  return known;
}

async function mustBeFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Fault(`There is no file ${path}.`);
  if (found.isDirectory()) throw new Fault(`${path} is a folder; name a capture file in it.`);
  await access(path).catch(() => {
    throw new Fault(`${path} may not be read by this account.`);
  });
}
