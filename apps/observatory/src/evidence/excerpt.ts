// Bytes shown to people: hex and text side by side, with parts masked.
import type { Flow } from '../capture/packet.ts';

export type Span = { readonly from: number; readonly to: number };

const AROUND = 12;
const MOST = 64;

/** The bytes from `at` on with some before and after; bytes within a mask are not repeated. */
export function excerpt(
  bytes: Uint8Array,
  at: number,
  length: number,
  masks: readonly Span[] = [],
): { hex: string; text: string } {
  const from = Math.max(0, at - AROUND);
  const to = Math.min(bytes.length, Math.max(at + Math.min(length, MOST) + AROUND, from + 1));
  const hex: string[] = [];
  let text = '';
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    const masked = masks.some((mask) => i >= mask.from && i < mask.to);
    hex.push(masked ? '**' : byte.toString(16).padStart(2, '0'));
    text += masked ? '•' : byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return { hex: hex.join(' '), text };
}

/** `192.0.2.1:5000 > [2001:db8::1]:443 udp`, in the direction of travel. */
export function ends(flow: Flow, fromA: boolean): string {
  const [from, to] = fromA ? [flow.a, flow.b] : [flow.b, flow.a];
  return `${endpoint(from)} > ${endpoint(to)} ${flow.kind}`;
}

export const endpoint = ({ address, port }: Flow['a']): string =>
  port === 0 ? address : address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** Keeps the ends of a name, so that a reader who knows it recognises it: `vo•••••k`. */
export function masked(text: string, reveal: boolean): string {
  if (reveal) return text;
  return text.replace(/[\p{L}\p{N}]{3,}/gu, (word) => {
    const letters = [...word];
    const keep = letters.length > 5 ? 2 : 1;
    return letters.map((one, at) => (at < keep || at >= letters.length - 1 ? one : '•')).join('');
  });
}
