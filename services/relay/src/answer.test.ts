import { media } from '@stoa/protocol';
import { describe, expect, it } from 'vitest';
import { sampleFingerprint, sampleOffer } from '../test/sample-offer.ts';
import { writeAnswer } from './answer.ts';
import { checkOffer } from './offer.ts';

const verdict = checkOffer(sampleOffer(5, 109));
if ('refusal' in verdict) throw new Error(verdict.refusal);
const facts = {
  ufrag: 'uuuu',
  password: 'pppppppppppppppppppppp',
  fingerprint: sampleFingerprint,
  candidates: ['1 1 UDP 2114977791 10.0.0.7 40000 typ host', '2 1 UDP 2114977535 192.168.1.7 40000 typ host'],
};
const answer = (announced?: string) => writeAnswer(verdict.offer, [11, 22, 33, 44], facts, announced);

describe('answers', () => {
  it('have one line for each of the offer, in its order, with the opposite direction', () => {
    const directions = [...answer().matchAll(/^a=(sendonly|recvonly|sendrecv|inactive)\r$/gm)].map(
      (m) => m[1],
    );
    expect(directions).toEqual(['recvonly', 'sendonly', 'sendonly', 'sendonly', 'sendonly']);
    expect(answer().match(/^m=audio 9 UDP\/TLS\/RTP\/SAVPF 109\r$/gm)).toHaveLength(media.slots + 1);
    expect(answer()).toContain('a=group:BUNDLE 0 1 2 3 4\r\n');
  });

  it('negotiate no header extension, no feedback, one codec', () => {
    expect(answer()).not.toMatch(/extmap|rtcp-fb|PCMU/);
    expect(answer().match(/^a=fmtp:109 .*\r$/gm)).toEqual(
      new Array(5).fill(`a=fmtp:109 ${media.opusFmtp}\r`),
    );
    expect(answer().match(/^a=ptime:20\r$/gm)).toHaveLength(5);
  });

  it('name our SSRC on each slot and none on the uplink', () => {
    const sections = answer().split('m=audio');
    expect(sections[1]).not.toContain('a=ssrc');
    expect(sections.slice(2).map((s) => /a=ssrc:(\d+)/.exec(s)?.[1])).toEqual(['11', '22', '33', '44']);
  });

  it('show the bound addresses in candidates only', () => {
    expect(answer().match(/10\.0\.0\.7/g)).toHaveLength(1);
    expect(answer().match(/192\.168\.1\.7/g)).toHaveLength(1);
  });

  it('show nothing but the announced address if there is one', () => {
    const text = answer('203.0.113.9');
    expect(text).not.toMatch(/10\.0\.0\.7|192\.168/);
    expect(text.match(/^a=candidate:.*$/gm)).toEqual([
      'a=candidate:1 1 UDP 2114977791 203.0.113.9 40000 typ host',
    ]);
  });
});
