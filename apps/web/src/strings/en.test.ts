import { refusalSchema } from '@stoa/protocol';
import { expect, test } from 'vitest';
import { en } from './en.ts';

function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  return Object.entries(node as Record<string, unknown>).flatMap(([key, value]) =>
    texts(value, `${path}.${key}`),
  );
}
const all = texts(en);

test('every refusal has a sentence', () => {
  for (const why of refusalSchema.options) expect(en.outcome[why]).toMatch(/\.$/);
});

test('what is counted has both plural forms', () => {
  const paths = new Set(all.map(([path]) => path));
  for (const path of paths) {
    if (path.endsWith('_one')) expect(paths).toContain(path.replace(/_one$/, '_other'));
    if (path.endsWith('_other')) expect(paths).toContain(path.replace(/_other$/, '_one'));
  }
});

test('numbers go through the language’s own formatting', () => {
  for (const [path, text] of all)
    for (const [, inside] of text.matchAll(/\{\{(.*?)\}\}/g))
      if (/^(count|max|shown|total|roster|participants|consumers)\b/.test(inside ?? ''))
        expect(`${path} ${inside}`).toMatch(/, number$/);
});

test('no word of the trade reaches the people in the room', () => {
  const trade = /\b(steward|roster|epoch|leaf|payload|websocket|token|signaling|participant id|transport)\b/i;
  const shortForms = /\b(SFU|SDP|ICE|TURN|STUN|E2EE|MLS|HPKE)\b/;
  for (const [path, text] of all) {
    // The names of missing browser parts are for whoever mends the browser.
    if (path.startsWith('.unsupported.part')) continue;
    expect(`${path}: ${text.replace(/\{\{.*?\}\}/g, '')}`).not.toMatch(trade);
    expect(`${path}: ${text}`).not.toMatch(shortForms);
  }
});
