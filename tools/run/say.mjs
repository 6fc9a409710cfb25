// How the commands speak: one line a step, and a sentence instead of a stack trace.

/** Something the person at the keyboard can mend; its message is all that is shown. */
export class Failure extends Error {
  /**
   * @param {string} message one sentence, with what to do about it
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** @param {string} text */
export function say(text) {
  console.log(`[stoa] ${text}`);
}

/**
 * Runs one step and says how it goes: its name at once, its progress every few seconds, its duration at the end.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {() => string} [progress] what to say while it lasts; by default only the time
 * @returns {Promise<T>}
 */
export async function step(name, work, progress = () => '') {
  say(`${name} ...`);
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const ticking = setInterval(
    () => say(`  ${[`${seconds()} s`, progress()].filter(Boolean).join(', ')}`),
    5000,
  );
  try {
    const result = await work();
    say(`${name}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(ticking);
  }
}

let interrupted = false;
export const wasInterrupted = () => interrupted;

/** Ctrl-C while we install or build: the child ends by the same signal, we end without a trace. */
export function onInterrupt() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      interrupted = true;
    });
  }
}
