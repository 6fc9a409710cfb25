import { limits, media, type OfferRefusal } from '@stoa/protocol';

/** One audio line of an offer, as far as a relay needs it. */
export type OfferLine = { readonly mid: string; readonly opus: number };

/** What a relay takes from an offer. Nothing else of the client's text reaches the native library. */
export type CheckedOffer = {
  /** In the order of the offer; answers must keep it. */
  readonly order: readonly string[];
  readonly uplink: OfferLine & { readonly ssrc: number };
  readonly slots: readonly OfferLine[];
  readonly ufrag: string;
  readonly password: string;
  /** SHA-256, upper case, with colons. */
  readonly fingerprint: string;
  /**
   * Who begins the DTLS handshake. Browsers leave it to us (`actpass`) and shall begin: they repeat a lost flight after
   * 50 ms. A client that waits a second for that, as OpenSSL does, should say `passive`: then the relay begins, when
   * it is ready.
   */
  readonly handshake: 'clientBegins' | 'relayBegins';
};

export type OfferVerdict = { readonly offer: CheckedOffer } | { readonly refusal: OfferRefusal };

/** Thrown inside this file only, to leave the parse at the first fault. */
class Refused extends Error {
  readonly why: OfferRefusal;
  constructor(why: OfferRefusal) {
    super(why);
    this.why = why;
  }
}

type Section = { readonly line: string; readonly attributes: readonly string[] };

const maxLineLength = 2000;
const maxPayloadTypes = 64;

/**
 * Reads a client's offer strictly: one audio line it sends on, `media.slots` audio lines it receives on, Opus on each,
 * bundled, with RTCP on the same port, one SHA-256 fingerprint. Data channels, video, candidates and header
 * extensions have no place in what is kept.
 */
export function checkOffer(text: unknown): OfferVerdict {
  try {
    return { offer: parse(text) };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.why };
    throw error;
  }
}

function parse(text: unknown): CheckedOffer {
  if (typeof text !== 'string') throw new Refused('offerMalformed');
  if (text.length > limits.offerBytes) throw new Refused('offerTooLarge');
  const { session, sections } = split(text);
  if (sections.length !== 1 + media.slots) throw new Refused('offerWrongMedia');
  const order = sections.map((section) => single(section.attributes, 'mid', /^[A-Za-z0-9_-]{1,16}$/));
  if (new Set(order).size !== order.length) throw new Refused('offerMalformed');
  const tagged = taggedLine(session, sections, order);

  const slots: OfferLine[] = [];
  let uplink: CheckedOffer['uplink'] | undefined;
  sections.forEach((section, index) => {
    const mid = order[index]!;
    const opus = opusOf(section);
    if (!section.attributes.includes('rtcp-mux')) throw new Refused('offerWrongMedia');
    const direction = directionOf(section);
    if (direction === 'recvonly') slots.push({ mid, opus });
    else if (direction !== 'sendonly' || uplink) throw new Refused('offerWrongMedia');
    else uplink = { mid, opus, ssrc: ssrcOf(section) };
  });
  if (!uplink) throw new Refused('offerWrongMedia');

  return {
    order,
    uplink,
    slots,
    ufrag: ofTransport(session, tagged, 'ice-ufrag', /^[A-Za-z0-9+/]{4,256}$/),
    password: ofTransport(session, tagged, 'ice-pwd', /^[A-Za-z0-9+/]{22,256}$/),
    fingerprint: fingerprintOf(session, sections),
    handshake: handshakeOf(session, sections),
  };
}

function split(text: string): { session: readonly string[]; sections: readonly Section[] } {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines[0] !== 'v=0') throw new Refused('offerMalformed');
  const session: string[] = [];
  const sections: { line: string; attributes: string[] }[] = [];
  for (const line of lines) {
    if (line.length > maxLineLength || !/^[a-z]=[\x20-\x7e]+$/.test(line))
      throw new Refused('offerMalformed');
    if (line.startsWith('m=')) {
      if (sections.length > media.slots) throw new Refused('offerWrongMedia');
      sections.push({ line, attributes: [] });
    } else if (line.startsWith('a=')) {
      (sections.at(-1)?.attributes ?? session).push(line.slice(2));
    }
  }
  return { session, sections };
}

/** All values of an attribute. */
function values(attributes: readonly string[], name: string): string[] {
  return attributes.filter((a) => a.startsWith(`${name}:`)).map((a) => a.slice(name.length + 1).trim());
}

function single(attributes: readonly string[], name: string, shape: RegExp): string {
  const [value, ...more] = values(attributes, name);
  if (value === undefined || more.length > 0 || !shape.test(value)) throw new Refused('offerMalformed');
  return value;
}

/**
 * A property of the transport: said by the line that the bundle is tagged with (RFC 8843: the first one of the group),
 * or for all lines in the session part. What other lines say of transports they will not get does not count.
 */
function ofTransport(session: readonly string[], tagged: Section, name: string, shape: RegExp): string {
  return single(values(tagged.attributes, name).length > 0 ? tagged.attributes : session, name, shape);
}

function fingerprintOf(session: readonly string[], sections: readonly Section[]): string {
  const found = everywhere(session, sections, 'fingerprint');
  const [fingerprint] = found;
  if (found.size !== 1 || !/^sha-256 (?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/i.test(fingerprint!))
    throw new Refused('offerMalformed');
  return fingerprint!.slice('sha-256 '.length).toUpperCase();
}

function handshakeOf(session: readonly string[], sections: readonly Section[]): CheckedOffer['handshake'] {
  const [setup, ...more] = everywhere(session, sections, 'setup');
  if (more.length > 0 || (setup !== 'actpass' && setup !== 'passive')) throw new Refused('offerMalformed');
  return setup === 'passive' ? 'relayBegins' : 'clientBegins';
}

function everywhere(session: readonly string[], sections: readonly Section[], name: string): Set<string> {
  const all = [session, ...sections.map((section) => section.attributes)];
  return new Set(all.flatMap((attributes) => values(attributes, name)));
}

/** All lines must share one transport; the tagged one is returned. */
function taggedLine(
  session: readonly string[],
  sections: readonly Section[],
  order: readonly string[],
): Section {
  const groups = values(session, 'group').filter((group) => group.startsWith('BUNDLE '));
  const mids = groups[0]?.split(' ').slice(1) ?? [];
  const complete = mids.length === order.length && new Set(mids).size === order.length;
  if (groups.length !== 1 || !complete || mids.some((mid) => !order.includes(mid))) {
    throw new Refused('offerMalformed');
  }
  return sections[order.indexOf(mids[0]!)]!;
}

function directionOf(section: Section): string {
  const found = section.attributes.filter((a) => /^(sendrecv|sendonly|recvonly|inactive)$/.test(a));
  if (found.length !== 1) throw new Refused('offerWrongMedia');
  return found[0]!;
}

function opusOf(section: Section): number {
  const [kind, port, transport, ...formats] = section.line.slice(2).split(' ');
  if (kind !== 'audio' || !/^\d{1,5}$/.test(port ?? '') || transport !== 'UDP/TLS/RTP/SAVPF') {
    throw new Refused('offerWrongMedia');
  }
  if (formats.length > maxPayloadTypes || formats.some((f) => !/^\d{1,3}$/.test(f))) {
    throw new Refused('offerMalformed');
  }
  const found = values(section.attributes, 'rtpmap').filter((map) => /^\d{1,3} opus\/48000\/2$/i.test(map));
  const opus = Number(found[0]?.split(' ')[0]);
  // 64..95 would look like RTCP on a shared port (RFC 5761); static types below 35 belong to other codecs.
  const dynamic = (opus >= 96 && opus <= 127) || (opus >= 35 && opus <= 63);
  if (found.length !== 1 || !dynamic || !formats.includes(String(opus)))
    throw new Refused('offerWithoutOpus');
  return opus;
}

/** The library finds a stream's track by its SSRC alone, so an uplink without one would never be heard. */
function ssrcOf(section: Section): number {
  const found = new Set(values(section.attributes, 'ssrc').map((value) => value.split(' ')[0]!));
  const [text] = found;
  if (text === undefined || found.size !== 1 || !/^[1-9]\d{0,9}$/.test(text))
    throw new Refused('offerWithoutSsrc');
  const ssrc = Number(text);
  if (ssrc > 0xffffffff) throw new Refused('offerWithoutSsrc');
  return ssrc;
}
