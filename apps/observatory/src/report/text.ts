// Text from a capture is somebody else's: it must not steer a terminal, a page or the direction of writing.

/** Control and formatting characters, line ends among them, become a dot. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, '·');

const MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escaped = (text: string): string => plain(text).replace(/[&<>"']/g, (mark) => MARKS[mark]!);

/** `2021-02-12 18:03:07.120 UTC`; what no clock can have said stays a number. */
export function clockTime(micros: number): string {
  const date = new Date(micros / 1000);
  return Number.isNaN(date.getTime())
    ? String(micros)
    : `${date.toISOString().slice(0, 23).replace('T', ' ')} UTC`;
}

export function duration(micros: number): string {
  const seconds = micros / 1e6;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  return seconds < 200_000 ? `${(seconds / 3600).toFixed(1)} h` : `${Math.round(seconds / 86_400)} days`;
}

export function amount(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1000).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
