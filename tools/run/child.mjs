import { spawn } from 'node:child_process';
import { Failure, wasInterrupted } from './say.mjs';

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
// A terminal, npm and we may all pass on the same Ctrl-C; later than this it is a person who insists.
const SAME_SIGNAL_MS = 1000;

/**
 * Runs a program to its end, its output shown, signals passed on.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { ownGroup?: boolean }} [options]
 *   ownGroup: the terminal's Ctrl-C does not reach the program itself, it gets ours, exactly once
 * @returns {Promise<number>} its exit code; 0 when it ended by a signal that we passed on
 */
export function run(program, args, { ownGroup = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const alone = ownGroup && process.stdin.isTTY === true && process.platform !== 'win32';
    const child = spawn(program, args, { stdio: 'inherit', detached: alone, ...options });
    let last = { signal: '', at: 0 };
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      const again = signal === last.signal && Date.now() - last.at < SAME_SIGNAL_MS;
      last = { signal, at: Date.now() };
      // In our own group a terminal has told the child already.
      if (again || (signal === 'SIGINT' && process.stdin.isTTY && !alone)) return;
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    };
    const killIfAlone = () => alone && child.kill('SIGTERM');
    for (const signal of SIGNALS) process.on(signal, forward);
    process.on('exit', killIfAlone);
    const settle = () => {
      for (const signal of SIGNALS) process.off(signal, forward);
      process.off('exit', killIfAlone);
    };
    child.on('error', (error) => {
      settle();
      reject(new Failure(`${program} could not be started: ${error.message}`));
    });
    child.on('exit', (code, signal) => {
      settle();
      resolve(code ?? (signal && last.signal ? 0 : 1));
    });
  });
}

/**
 * Like run, for a step on the way: its failure ends the command.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} why the sentence for the case of failure
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export async function runOrFail(program, args, why, options) {
  const code = await run(program, args, options);
  if (wasInterrupted()) throw new Failure('Stopped.', 130);
  if (code !== 0) throw new Failure(why);
}

/**
 * Runs a program silently.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} what it wrote to both outputs, in the order of arrival
 */
export function capture(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}
