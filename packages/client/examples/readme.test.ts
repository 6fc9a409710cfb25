import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const here = import.meta.dirname;

test('every sample in the README is one of the compiled examples', () => {
  const examples = ['browser', 'testing', 'node'].flatMap((name) =>
    readFileSync(join(here, `${name}.ts`), 'utf8')
      .split('// --- ')
      .slice(1)
      .filter((part) => !part.startsWith('end'))
      .map((part) =>
        part
          .slice(part.indexOf('\n') + 1)
          .trim()
          .replaceAll(/^export /gm, ''),
      ),
  );
  const readme = readFileSync(join(here, '../README.md'), 'utf8');
  const samples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) =>
    code!.replaceAll(/^import .*\n+/gm, '').trim(),
  );
  expect(samples.length).toBe(examples.length);
  for (const sample of samples) expect(examples).toContain(sample);
});
