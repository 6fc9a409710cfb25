import { media } from '@stoa/protocol';

/** The format we offer; the number is ours to choose and the relay answers with it. */
export const payloadType = 111;

export type LocalFacts = { readonly ufrag: string; readonly password: string; readonly fingerprint: string };

/** What the library says of its transport. */
export function readLocal(sdp: string): LocalFacts {
  return {
    ufrag: value(sdp, 'ice-ufrag'),
    password: value(sdp, 'ice-pwd'),
    fingerprint: value(sdp, 'fingerprint'),
  };
}

/** The offer of a participant: the uplink and the slots, on one transport, without candidates. */
export function offerText({ ufrag, password, fingerprint }: LocalFacts, ssrc: number): string {
  const mids = Array.from({ length: 1 + media.slots }, (_, i) => String(i));
  const lines = ['v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=-', 't=0 0', `a=group:BUNDLE ${mids.join(' ')}`];
  for (const mid of mids) {
    lines.push(
      `m=audio 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
      'c=IN IP4 0.0.0.0',
      `a=mid:${mid}`,
      mid === '0' ? 'a=sendonly' : 'a=recvonly',
      'a=rtcp-mux',
      `a=rtpmap:${payloadType} opus/${media.clockRate}/2`,
      `a=fmtp:${payloadType} ${media.opusFmtp}`,
      `a=ice-ufrag:${ufrag}`,
      `a=ice-pwd:${password}`,
      `a=fingerprint:${fingerprint}`,
      // The library repeats a lost first flight only after a second: the relay, told so, begins when it is ready.
      'a=setup:passive',
    );
    if (mid === '0') lines.push(`a=ssrc:${ssrc} cname:uplink`);
  }
  return `${lines.join('\r\n')}\r\n`;
}

export type Answer = {
  /** The slot of each stream that the relay sends. */
  readonly slotOf: ReadonlyMap<number, number>;
  /** The same transport, described to the library as one line. */
  readonly forLibrary: string;
};

export function readAnswer(answer: string): Answer {
  const [session = '', ...sections] = answer.split(/^(?=m=)/m);
  const slotOf = new Map<number, number>();
  sections.forEach((section, i) => {
    const ssrc = /^a=ssrc:(\d+)/m.exec(section)?.[1];
    if (i > 0 && ssrc !== undefined) slotOf.set(Number(ssrc), i - 1);
  });
  if (slotOf.size !== media.slots) throw new Error('the answer does not name one stream for each slot');
  const all = `${session}${sections[0] ?? ''}`;
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    `m=audio 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=sendrecv',
    'a=rtcp-mux',
    `a=rtpmap:${payloadType} opus/${media.clockRate}/2`,
    `a=ice-ufrag:${value(all, 'ice-ufrag')}`,
    `a=ice-pwd:${value(all, 'ice-pwd')}`,
    `a=fingerprint:${value(all, 'fingerprint')}`,
    `a=setup:${value(all, 'setup')}`,
    ...(all.match(/^a=candidate:.*$/gm) ?? []).map((line) => line.trimEnd()),
    'a=end-of-candidates',
  ];
  return { slotOf, forLibrary: `${lines.join('\r\n')}\r\n` };
}

function value(sdp: string, name: string): string {
  const found = new RegExp(`^a=${name}:(.*)$`, 'm').exec(sdp)?.[1]?.trim();
  if (!found) throw new Error(`the description has no ${name}`);
  return found;
}
