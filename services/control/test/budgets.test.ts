import { expect, test } from 'vitest';
import { TokenBucket } from '../src/connection/token-bucket.ts';
import { UsedTokens } from '../src/door/used-tokens.ts';
import { AddressBudgets } from '../src/index.ts';

test('a bucket gives its burst, then its rate, and tells how long to wait', () => {
  const bucket = new TokenBucket(60, 3, 0);
  expect([1, 2, 3, 4].map(() => bucket.take(0))).toEqual(['ok', 'ok', 'ok', 'over']);
  expect(bucket.waitMs(0)).toBe(2_000);
  expect(bucket.take(2_000)).toBe('ok');
  for (let i = 0; i < 20; i++) bucket.take(2_000);
  expect(bucket.take(2_000)).toBe('flood');
  expect(bucket.take(60_000)).toBe('ok');
});

test('an address that comes back slowly enough is forgotten, one that does not is not', () => {
  const budgets = new AddressBudgets(60, 10);
  for (let i = 0; i < 100; i++) budgets.refusal(`192.0.2.${i}`, 0);
  expect(budgets.size).toBe(100);
  for (let i = 0; i < 30; i++) budgets.refusal('198.51.100.1', 11_000);
  expect(budgets.size).toBe(1);
  budgets.refusal('198.51.100.2', 22_000);
  expect(budgets.size).toBe(2);
});

test('a used token is remembered until it would be too old, and no longer', () => {
  const used = new UsedTokens();
  const jti = new Uint8Array(16).fill(1);
  expect(used.use(jti, 60_000, 0)).toBe(true);
  expect(used.use(jti, 60_000, 59_999)).toBe(false);
  for (let i = 0; i < 100; i++) used.use(new Uint8Array(16).fill(i), 60_000, 0);
  used.use(new Uint8Array(16).fill(200), 120_000, 60_001);
  expect(used.size).toBe(1);
});
