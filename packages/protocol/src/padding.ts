/** Message lengths tell stories ("a long one: somebody's name"), so each is padded to a multiple of this many bytes. */
export const paddingBytes = 256;

/** Spaces after the closing brace: JSON ignores them, so the padding needs no format of its own. */
export function pad(json: string): string {
  const short = byteLength(json) % paddingBytes;
  return short === 0 ? json : json + ' '.repeat(paddingBytes - short);
}

/** Length in UTF-8 bytes. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 2;
    else if (unit > 0x7f) bytes += 1;
  }
  return bytes;
}
