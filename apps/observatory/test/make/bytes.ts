export function concat(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Numbers as on the wire: `be(2, 0x0800)`, `be(4, sequence)`. */
export function be(size: 1 | 2 | 4, ...values: readonly number[]): Uint8Array {
  return ordered(size, values, false);
}

export function le(size: 1 | 2 | 4, ...values: readonly number[]): Uint8Array {
  return ordered(size, values, true);
}

export function ordered(size: 1 | 2 | 4, values: readonly number[], little: boolean): Uint8Array {
  const bytes = new Uint8Array(size * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    if (size === 1) view.setUint8(index, value);
    else if (size === 2) view.setUint16(index * 2, value, little);
    else view.setUint32(index * 4, value >>> 0, little);
  });
  return bytes;
}

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Zero bytes up to the next multiple of `step`. */
export function padTo(step: number, bytes: Uint8Array): Uint8Array {
  const rest = bytes.length % step;
  return rest === 0 ? bytes : concat(bytes, new Uint8Array(step - rest));
}
