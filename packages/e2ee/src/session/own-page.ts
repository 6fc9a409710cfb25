const patienceMs = 30_000;
/** A question or its answer may get lost with a socket, but not so often while heads come in. */
const passedOverMost = 2;

/**
 * Who is not in the log that everybody else follows sees it by the page with its own leaf. A server that lies about the
 * log had better not answer that question: so silence is an answer too.
 */
export class OwnPage {
  #since: number | undefined;
  #askedAt = 0;
  #passedOver = 0;
  #told = false;

  /** Asked (once more), the last fresh head having come at `headAt`. True, once: it is being held back. */
  asked(headAt: number, now: number): boolean {
    if (this.#since !== undefined && headAt > this.#askedAt) this.#passedOver++;
    this.#since ??= now;
    this.#askedAt = now;
    if (this.#told || this.#passedOver < passedOverMost || now - this.#since < patienceMs) return false;
    this.#told = true;
    return true;
  }
}
