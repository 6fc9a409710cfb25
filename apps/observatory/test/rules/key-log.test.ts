import { describe, expect, test } from 'vitest';
import { dtlsSrtpKeys } from '../../src/evidence/srtp.ts';
import { audit } from '../../src/index.ts';
import { concat } from '../make/bytes.ts';
import { at, ME, RELAY } from '../make/clean.ts';
import { udpFrame } from '../make/conversation.ts';
import { pcap } from '../make/pcap.ts';
import { randomBytes } from '../make/random.ts';
import { rtp } from '../make/rtp.ts';
import { dtlsHello, sealGcm, sealSrtp } from '../make/srtp.ts';
import { encodeOpus, speechLike } from '../make/voice.ts';

const [clientRandom, serverRandom, secret] = [
  randomBytes(1, 32),
  randomBytes(2, 32),
  Buffer.from(randomBytes(3, 48)),
];
const keyLog = `CLIENT_RANDOM ${Buffer.from(clientRandom).toString('hex')} ${secret.toString('hex')}\n`;
const keys = dtlsSrtpKeys(secret, clientRandom, serverRandom, 0xc02f, 1)!;
const opus = encodeOpus(speechLike(48_000, 2));

/** A call whose packets hold these payloads below SRTP. */
const call = (payloads: readonly Uint8Array[]) =>
  pcap([
    udpFrame(at(0), ME, RELAY, dtlsHello('client', clientRandom)),
    udpFrame(at(0.1), RELAY, ME, dtlsHello('server', serverRandom)),
    ...payloads.map((payload, i) => {
      const packet = rtp({ type: 111, sequence: 65_500 + i, timestamp: i * 960, source: 4242 }, payload);
      return udpFrame(at(1 + i * 0.02), ME, RELAY, sealSrtp(keys.client, packet, 4242, 65_500 + i));
    }),
  ]);
/** As SFrame has it (RFC 9605): a fixed key id, a counter, ciphertext. */
const sealedFrames = opus.map((_, i) => concat([1, 0x99, 7, 7, i >> 8, i & 255], randomBytes(i, 161)));

describe('with a key log', () => {
  test('sound that the relay can hear is told, and decoded', async () => {
    const { findings, sounds, flows } = await audit([call(opus)], { keyLog });
    expect(findings.filter((one) => one.code === 'O303')).toHaveLength(1);
    expect(sounds.map((one) => one.codec)).toEqual(['Opus']);
    expect([flows[0]!.protocol, flows[0]!.protection]).toEqual(['SRTP, readable in the relay', 'encrypted']);
  });

  test('frames that are encrypted end to end are told as such', async () => {
    const { findings, flows } = await audit([call(sealedFrames)], { keyLog });
    expect(findings.filter((one) => one.severity !== 'info')).toEqual([]);
    expect(flows[0]!.protocol).toBe('SRTP, encrypted end to end');
  });

  test('without it, or with that of another connection, neither is claimed', async () => {
    for (const other of ['', keyLog.replace(/^CLIENT_RANDOM ../, 'CLIENT_RANDOM 00')]) {
      const { findings, flows } = await audit([call(opus)], { keyLog: other });
      // What sizes tell is another matter.
      expect(findings.filter((one) => one.severity !== 'info').map((one) => one.code)).toEqual(['O402']);
      expect(flows[0]!.protocol).toBe('SRTP');
    }
  });

  test('the same in a capture from inside the relay', async () => {
    const inside = (payloads: readonly Uint8Array[]) =>
      pcap(
        payloads.map((payload, i) =>
          udpFrame(
            at(1 + i * 0.02),
            ME,
            RELAY,
            rtp({ type: 111, sequence: i, timestamp: i * 960, source: 4242 }, payload),
          ),
        ),
      );
    const clear = await audit([inside(opus)], { insideRelay: true });
    expect(clear.findings.map((one) => one.code)).toContain('O303');
    const sealed = await audit([inside(sealedFrames)], { insideRelay: true });
    expect(sealed.findings.filter((one) => one.severity !== 'info')).toEqual([]);
  });

  test.each([
    ['sound that the relay can hear', opus, ['O303']],
    ['frames sealed end to end', sealedFrames, []],
  ] as const)('the same where the hop is AES-GCM: %s', async (_what, payloads, codes) => {
    const gcm = dtlsSrtpKeys(secret, clientRandom, serverRandom, 0xc02f, 7)!;
    const file = pcap([
      udpFrame(at(0), ME, RELAY, dtlsHello('client', clientRandom, 7)),
      udpFrame(at(0.1), RELAY, ME, dtlsHello('server', serverRandom, 7)),
      ...payloads.map((payload, i) => {
        const packet = rtp({ type: 111, sequence: i, timestamp: i * 960, source: 4242 }, payload);
        return udpFrame(at(1 + i * 0.02), ME, RELAY, sealGcm(gcm.client, packet, 4242, i));
      }),
    ]);
    const { findings } = await audit([file], { keyLog });
    expect(findings.filter(({ code }) => code.startsWith('O30')).map(({ code }) => code)).toEqual([...codes]);
  });
});
