import { describe, expect, it } from 'vitest';
import { parseOption } from './benchmark.ts';
import { benchmarks, runBench } from './run.ts';

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await runBench(
    args,
    (text) => {
      out += text;
    },
    (text) => {
      err += text;
    },
  );
  return { code, out, err };
}

describe('stoa bench', () => {
  it('lists every benchmark with its options', async () => {
    const { code, out } = await run('--list');
    expect(code).toBe(0);
    for (const { name, options } of benchmarks) {
      expect(out).toContain(name);
      for (const option of options) expect(out).toContain(`--${option.name}`);
    }
  });

  it('lists one JSON object a line', async () => {
    const { out } = await run('--list', '--json');
    const names = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name);
    expect(names).toEqual(benchmarks.map(({ name }) => name));
  });

  it.each([
    [[], 'which benchmark?'],
    [['nothing'], 'no benchmark "nothing"'],
    [['fanout', '--listeners', 'many'], '--listeners takes whole numbers'],
    [['fanout', '--listeners', '-3'], '--listeners'],
    [['fanout', '--seconds', '5,6'], '--seconds takes one number'],
    [['fanout', '--colour', 'red'], '--colour'],
  ])('answers %j with a sentence and code 2', async (args, sentence) => {
    const { code, out, err } = await run(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(sentence);
  });

  it('takes several sizes where a benchmark has several', () => {
    const option = { name: 'listeners', summary: '', fallback: [1, 2], min: 1, max: 2000 };
    expect(parseOption(option, '100, 400')).toEqual([100, 400]);
    expect(() => parseOption(option, '100,2001')).toThrow('from 1 to 2000');
  });
});
