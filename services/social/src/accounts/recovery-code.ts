import { createHash } from 'node:crypto';
import type { Random } from '../ports.ts';

/**
 * A recovery code: 25 characters of Crockford's base 32. The first 7 find the account, so that nobody has to give a
 * handle and only who has seen the code can use up its tries; 17 (85 bits) are the secret; the last one finds
 * mistakes of typing, which then cost no try.
 */
export type RecoveryCode = { readonly locator: string; readonly hash: Buffer };

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const locatorLength = 7;
const length = 25;
export const mostTries = 5;

export function newRecoveryCode(random: Random): RecoveryCode & { readonly shown: string } {
  const bytes = random(length - 1);
  const body = [...bytes].map((byte) => alphabet[byte & 31]).join('');
  const all = body + checkCharacter(body);
  return { ...split(all), shown: (all.match(/.{5}/g) ?? []).join('-') };
}

/** Undefined for what cannot be one, mistakes of typing among it. */
export function readRecoveryCode(text: string): RecoveryCode | undefined {
  const plain = text
    .toUpperCase()
    .replace(/[\s\-‐-―]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (plain.length !== length || [...plain].some((char) => !alphabet.includes(char))) return undefined;
  const body = plain.slice(0, -1);
  return checkCharacter(body) === plain.at(-1) ? split(plain) : undefined;
}

/** Weighted sum modulo 31, a prime: finds every single wrong character but one pair, and every swap of neighbours. */
function checkCharacter(body: string): string {
  let sum = 0;
  for (const [i, char] of [...body].entries()) sum += (i + 1) * alphabet.indexOf(char);
  return alphabet[sum % 31] ?? '';
}

function split(all: string): RecoveryCode {
  return {
    locator: all.slice(0, locatorLength),
    hash: createHash('sha256').update('stoa recovery code v1\0').update(all).digest(),
  };
}
