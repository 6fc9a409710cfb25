/**
 * What a device lets out of, and into, its session descriptions (RFC 8866). Candidates would tell the server every
 * address the device has; header extensions would put measurements beside the encrypted frames. Neither leaves, and an
 * answer that brings them back is refused.
 */
const unsent = /^a=(?:candidate:|end-of-candidates|extmap:|extmap-allow-mixed)/;

export function outgoing(text: string): string {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '' && !unsent.test(line))
    .join('\r\n')
    .concat('\r\n');
}

/** Undefined when an answer may be applied, otherwise what is wrong with it. Never quotes the answer. */
export function answerFault(answer: string, lines: number): string | undefined {
  const all = answer.split(/\r?\n/);
  if (all.some((line) => line.startsWith('a=extmap:'))) return 'the answer asks for header extensions';
  const media = all.filter((line) => line.startsWith('m='));
  if (media.length !== lines) return 'the answer has another number of media lines than the offer';
  if (media.some((line) => !/^m=audio \d+ UDP\/TLS\/RTP\/SAVPF \d{1,3}$/.test(line))) {
    return 'the answer holds other media than one audio format a line';
  }
  const formats = all.filter((line) => line.startsWith('a=rtpmap:'));
  if (formats.some((line) => !/^a=rtpmap:\d{1,3} opus\/48000\/2$/i.test(line))) {
    return 'the answer holds another codec than Opus';
  }
  const candidates = all.filter((line) => line.startsWith('a=candidate:'));
  if (candidates.some((line) => !/^a=candidate:\S+ 1 udp \d+ \S+ \d+ typ host(?: |$)/i.test(line))) {
    return 'the answer names a candidate of an unexpected kind';
  }
  return undefined;
}
