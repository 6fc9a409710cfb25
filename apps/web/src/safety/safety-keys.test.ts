import { expect, it } from 'vitest';
import { keyText, readKeyText } from './safety-keys.ts';

const secret = Uint8Array.from({ length: 32 }, (_, i) => i * 7);

it('reads a key as it was saved, with whatever a mail program puts around it', () => {
  const text = keyText({ number: 12, secret });
  expect(readKeyText(`> ${text}\r\n`)).toEqual({ number: 12, secret });
});

it('takes nothing else for a key', () => {
  const text = keyText({ number: 12, secret });
  for (const wrong of ['', 'hello', text.slice(0, -1), `${text}A`, text.replace('12', 'x')])
    expect(readKeyText(wrong)).toBeUndefined();
});
