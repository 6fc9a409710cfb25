export const text = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
export const bytesOf = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'utf8'));
export const words = (...all: readonly string[]) => all.map(bytesOf);
export const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};
export const filled = (length: number, value: number) => new Uint8Array(length).fill(value);

export const jsonWords = words(
  '{"t":"',
  '"',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  'null',
  '-1',
  '1e999',
  '4294967296',
  '\\u0000',
  '__proto__',
  '"head":',
  '"leaf":',
  '"bytes":"',
);
