import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { regenerates } from './config.ts';
import { type Figures, figuresTable } from './figures-table.ts';

const docs = (name: string) => new URL(`../../../docs/${name}`, import.meta.url);

test('the numbers in the guide are those that were measured', () => {
  const figures = JSON.parse(readFileSync(docs('audit/figures.json'), 'utf8')) as Figures[];
  expect(figures.map(({ browser }) => browser)).toEqual(['Chromium', 'Firefox']);
  for (const { speech, linkage, rooms } of figures) {
    expect(speech.sizes).toBe(1);
    expect(speech.speakers).toBe(rooms);
    expect(linkage.auc).toBeGreaterThanOrEqual(linkage.low);
  }
  const text = readFileSync(docs('observatory.md'), 'utf8');
  const [before = '', after = ''] = text.split(/<!-- figures -->[\s\S]*<!-- end of figures -->/);
  const wanted = `${before}<!-- figures -->\n\n${figuresTable(figures)}\n\n<!-- end of figures -->${after}`;
  if (regenerates()) writeFileSync(docs('observatory.md'), wanted);
  else expect(text).toBe(wanted);
});
