import { type ProbeResult, probe } from '@stoa/client/node';
import { Fault } from '../fault.ts';

/** Two participants of our own meet in a room there; the exit code says whether one heard the other. */
export async function runProbe(url: string, json: boolean): Promise<void> {
  if (!URL.canParse(url)) throw new Fault('The argument must be an address, such as https://stoa.example.');
  const result = await probe(url);
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : inWords(result));
  process.exit(result.heard ? 0 : 1);
}

function inWords(result: ProbeResult): string {
  const rows: readonly (readonly [string, string])[] = [
    ['heard', result.heard ? 'yes' : 'no'],
    ['delay', milliseconds(result.delayMs)],
    ['loss', result.lossPct === null ? '-' : `${result.lossPct} %`],
    ['room opened in', milliseconds(result.openMs)],
    ['guest joined in', milliseconds(result.joinMs)],
    ['voice verified', result.verified ? 'yes' : 'no'],
    ...(result.problem === null ? [] : ([['problem', result.problem]] as const)),
  ];
  return rows.map(([name, value]) => `${name.padEnd(16)}${value}\n`).join('');
}

const milliseconds = (value: number | null): string => (value === null ? '-' : `${value} ms`);
