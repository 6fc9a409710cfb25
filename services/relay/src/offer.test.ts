import { readFileSync } from 'node:fs';
import { media, type OfferRefusal } from '@stoa/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutatedOffer } from '../test/mutated-offer.ts';
import { sampleFingerprint, sampleOffer } from '../test/sample-offer.ts';
import { checkOffer } from './offer.ts';

const read = (name: string) => readFileSync(new URL(`../test/offers/${name}.sdp`, import.meta.url), 'utf8');
const refusal = (text: unknown) => {
  const verdict = checkOffer(text);
  return 'refusal' in verdict ? verdict.refusal : undefined;
};
const changed = (from: string | RegExp, to: string): string => {
  const text = sampleOffer();
  const other: string = text.replace(from, to);
  expect(other).not.toBe(text);
  return other;
};

describe('offers', () => {
  it('reads the offer of Chromium', () => {
    const verdict = checkOffer(read('chromium'));
    expect(verdict).toMatchObject({
      offer: { order: ['0', '1', '2', '3', '4'], uplink: { mid: '0', opus: 111 }, ufrag: 'TGXX' },
    });
  });

  it('reads the offer of Firefox, whose receiving lines are bundled away', () => {
    const verdict = checkOffer(read('firefox'));
    expect(verdict).toMatchObject({ offer: { uplink: { mid: '0', opus: 109, ssrc: 522_153_521 } } });
    expect('offer' in verdict && verdict.offer.slots).toHaveLength(media.slots);
  });

  it('keeps ten facts and nothing else of the text', () => {
    expect(checkOffer(sampleOffer(77, 96))).toEqual({
      offer: {
        order: ['0', '1', '2', '3', '4'],
        uplink: { mid: '0', opus: 96, ssrc: 77 },
        slots: ['1', '2', '3', '4'].map((mid) => ({ mid, opus: 96 })),
        ufrag: 'abcd',
        password: '0123456789abcdefghijkl',
        fingerprint: sampleFingerprint,
        handshake: 'clientBegins',
      },
    });
  });

  it('lets a client that says passive have the handshake begun by the relay', () => {
    const text = sampleOffer().replaceAll('a=setup:actpass', 'a=setup:passive');
    expect(checkOffer(text)).toMatchObject({ offer: { handshake: 'relayBegins' } });
  });

  it('takes the transport of the line that the bundle is tagged with', () => {
    const lines = sampleOffer().split('\r\n');
    lines[lines.lastIndexOf('a=ice-ufrag:abcd')] = 'a=ice-ufrag:zzzz';
    expect(checkOffer(lines.join('\r\n'))).toMatchObject({ offer: { ufrag: 'abcd' } });
  });

  const refused: readonly [OfferRefusal, () => unknown][] = [
    ['offerTooLarge', () => sampleOffer() + 'a=x:y\r\n'.repeat(4000)],
    ['offerMalformed', () => undefined],
    ['offerMalformed', () => ({ length: 3 })],
    ['offerMalformed', () => ''],
    ['offerMalformed', () => 'hello'],
    ['offerMalformed', () => `${sampleOffer()}a=x:${'y'.repeat(3000)}\r\n`],
    ['offerMalformed', () => changed('s=-', 's=\u0000')],
    ['offerMalformed', () => changed('s=-', 's=é')],
    ['offerMalformed', () => changed('s=-', '\r\n')],
    ['offerMalformed', () => changed('a=mid:3', 'a=mid:2')],
    ['offerMalformed', () => changed('a=mid:3', 'a=mid:aVeryLongNameForALine')],
    ['offerMalformed', () => changed('a=mid:3', 'a=nothing')],
    ['offerMalformed', () => changed('a=mid:3', 'a=mid:3\r\na=mid:5')],
    ['offerMalformed', () => changed('BUNDLE 0 1 2 3 4', 'BUNDLE 0 1 2 3')],
    ['offerMalformed', () => changed('BUNDLE 0 1 2 3 4', 'BUNDLE 0 1 2 3 3')],
    ['offerMalformed', () => changed(/a=group.*\r\n/, '')],
    ['offerMalformed', () => changed('a=ice-ufrag:abcd', 'a=ice-ufrag:a')],
    ['offerMalformed', () => changed('a=ice-ufrag:abcd', 'a=ice-ufrag:ab cd')],
    ['offerMalformed', () => changed('a=ice-pwd:0123456789abcdefghijkl', 'a=ice-pwd:short')],
    ['offerMalformed', () => changed('a=setup:actpass', 'a=setup:passive')],
    ['offerMalformed', () => sampleOffer().replaceAll('a=setup:actpass', 'a=setup:active')],
    ['offerMalformed', () => sampleOffer().replaceAll('a=setup:actpass\r\n', '')],
    ['offerMalformed', () => changed('sha-256 00:01', 'sha-1 00:01')],
    ['offerMalformed', () => changed('sha-256 00:01', 'sha-256 00:02')],
    ['offerMalformed', () => sampleOffer().replaceAll(`:${sampleFingerprint.slice(-2)}\r\n`, '\r\n')],
    ['offerWrongMedia', () => changed('a=sendonly', 'a=sendrecv')],
    ['offerWrongMedia', () => changed('a=sendonly', 'a=inactive')],
    ['offerWrongMedia', () => changed('a=recvonly', 'a=sendonly')],
    ['offerWrongMedia', () => changed('a=recvonly', 'a=recvonly\r\na=sendonly')],
    ['offerWrongMedia', () => changed('m=audio', 'm=video')],
    ['offerWrongMedia', () => changed('UDP/TLS/RTP/SAVPF', 'RTP/AVP')],
    ['offerWrongMedia', () => changed('a=rtcp-mux', 'a=rtcp:9')],
    ['offerWrongMedia', () => sampleOffer().split('m=audio').slice(0, 5).join('m=audio')],
    [
      'offerWrongMedia',
      () => `${sampleOffer()}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:5\r\n`,
    ],
    ['offerWrongMedia', () => sampleOffer() + 'm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n'.repeat(300)],
    ['offerWithoutOpus', () => sampleOffer().replaceAll('opus/48000/2', 'opus/16000/1')],
    ['offerWithoutOpus', () => changed('opus/48000/2', 'multiopus/48000/2')],
    ['offerWithoutOpus', () => sampleOffer(1, 72)],
    ['offerWithoutOpus', () => sampleOffer(1, 200)],
    ['offerWithoutOpus', () => changed('SAVPF 111 0', 'SAVPF 0')],
    ['offerWithoutSsrc', () => changed(/a=ssrc.*\r\n/, '')],
    ['offerWithoutSsrc', () => sampleOffer(0)],
    ['offerWithoutSsrc', () => sampleOffer(0x1_0000_0000)],
    ['offerWithoutSsrc', () => changed('a=ssrc:12345', 'a=ssrc:9 cname:y\r\na=ssrc:12345')],
    ['offerWithoutSsrc', () => changed('a=ssrc:12345', 'a=ssrc:-5')],
  ];
  it.each(refused)('says %s (%#)', (why, make) => {
    expect(refusal(make())).toBe(why);
  });

  it('what is kept has the stated shapes, whatever the text', () => {
    fc.assert(
      fc.property(mutatedOffer, (text) => {
        const verdict = checkOffer(text);
        if ('refusal' in verdict) return true;
        const { order, uplink, slots, ufrag, password, fingerprint } = verdict.offer;
        const mids = [uplink.mid, ...slots.map((slot) => slot.mid)];
        return (
          slots.length === media.slots &&
          mids.every((mid) => /^[\w-]{1,16}$/.test(mid) && order.includes(mid)) &&
          new Set(mids).size === order.length &&
          [uplink, ...slots].every((line) => line.opus >= 35 && line.opus <= 127) &&
          uplink.ssrc > 0 &&
          uplink.ssrc <= 0xffffffff &&
          /^[A-Za-z0-9+/]{4,256}$/.test(ufrag) &&
          /^[A-Za-z0-9+/]{22,256}$/.test(password) &&
          /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/.test(fingerprint)
        );
      }),
      { numRuns: 5000 },
    );
  });
});
