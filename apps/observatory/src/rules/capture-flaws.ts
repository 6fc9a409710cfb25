// O901: what the reader noticed about the capture itself.
import type { CaptureNote } from '../capture/packet.ts';
import { finding } from './catalogue.ts';
import type { Finding } from './rule.ts';

const MOST_EVIDENCE = 5;

/** @param counts how often each code was given, which may be more often than notes were passed on */
export function flawFindings(
  notes: readonly CaptureNote[],
  counts: Readonly<Record<string, number>>,
): Finding[] {
  const codes = [...new Set(notes.map((note) => note.code))];
  return codes.map((code) => {
    const same = notes.filter((note) => note.code === code);
    const count = counts[code] ?? same.length;
    const evidence = same
      .slice(0, MOST_EVIDENCE)
      .map(({ packet, text }) => ({ ...(packet !== undefined && { packet }), note: text }));
    return finding(
      'O901',
      `${count === 1 ? 'Once' : `${count} times`} in this capture: ${same[0]!.text}`,
      evidence,
      { count },
    );
  });
}
