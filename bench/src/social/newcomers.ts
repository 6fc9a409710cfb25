/** Handles of people who sign up in the bench begin so, and nobody else's do. */
export const newcomerPrefix = 'zz_';

const letters = 'abcdefghjk';

/** The handle of the so-manieth newcomer; no two of them look alike. */
export function newcomerHandle(number: number): string {
  return newcomerPrefix + [...String(number)].map((digit) => letters[Number(digit)]).join('');
}
