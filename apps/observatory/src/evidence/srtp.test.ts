import { expect, test } from 'vitest';
import { randomBytes } from '../../test/make/random.ts';
import { rtp } from '../../test/make/rtp.ts';
import { sealGcm, sealSrtp } from '../../test/make/srtp.ts';
import { addKeyLog, emptyKeyLog } from './key-log.ts';
import { openGcm, SrtpOpener, sessionKey } from './srtp.ts';

const master = {
  key: Buffer.from('e1f97a0d3e018be0d64fa32c06de4139', 'hex'),
  salt: Buffer.from('0ec675ad498afeebb6960b3aabe6', 'hex'),
};

test('session keys are those of RFC 3711 appendix B.3', () => {
  expect(sessionKey(master, 0, 16).toString('hex')).toBe('c61e7a93744f39ee10734afe3ff7a087');
  expect(sessionKey(master, 2, 14).toString('hex')).toBe('30cbbc08863d8c85d49db34a9ae1');
  expect(sessionKey(master, 1, 20).toString('hex')).toBe('cebe321f6ff7716b6fd4ab49af256a156d38baa4');
});

test('packets are opened across the end of the sequence numbers; others are refused', () => {
  const opener = new SrtpOpener(1, master);
  for (let i = 65_530; i < 65_545; i++) {
    const packet = rtp(
      { type: 111, sequence: i, timestamp: i * 960, source: 0xcafebabe },
      randomBytes(i, 50),
    );
    const sealed = sealSrtp(master, packet, 0xcafebabe, i);
    expect(Buffer.from(opener.open(sealed)!).equals(packet)).toBe(true);
    const changed = Buffer.from(sealed);
    changed[20]! ^= 1;
    expect(opener.open(changed)).toBeUndefined();
  }
});

test('a key log gives its secrets, other lines are passed over', () => {
  const log = emptyKeyLog();
  const [random, secret] = ['ab'.repeat(32), 'cd'.repeat(48)];
  expect(
    addKeyLog(
      log,
      `# a comment\nCLIENT_RANDOM ${random} ${secret}\nSERVER_HANDSHAKE_TRAFFIC_SECRET ${random} ${secret}\nCLIENT_RANDOM xyz\n`,
    ),
  ).toBe(1);
  expect(log.masters.get(random)?.length).toBe(48);
});

test('AES-GCM is that of RFC 7714 section 16.1.1', () => {
  const key = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
  const packet = Buffer.from(
    '8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce',
    'hex',
  );
  const opened = openGcm(key, Buffer.from('Quid pro quo'), packet, 12, 0x5501_a0b2, 0xf17b);
  expect(opened?.toString()).toBe('Gallia est omnis divisa in partes tres');
});

test.each([
  [7, 16],
  [8, 32],
])(
  'profile %i is opened across the end of the sequence numbers; what was changed is refused',
  (profile, bytes) => {
    const keys = { key: Buffer.from(randomBytes(1, bytes)), salt: Buffer.from(randomBytes(2, 12)) };
    const opener = new SrtpOpener(profile, keys);
    for (let i = 65_530; i < 65_545; i++) {
      const packet = rtp(
        { type: 111, sequence: i, timestamp: i * 960, source: 0xcafebabe },
        randomBytes(i, 50),
      );
      const sealed = sealGcm(keys, packet, 0xcafebabe, i);
      expect(Buffer.from(opener.open(sealed)!).equals(packet)).toBe(true);
      for (const at of [2, 20, sealed.length - 1]) {
        const changed = Buffer.from(sealed);
        changed[at]! ^= 1;
        expect(opener.open(changed)).toBeUndefined();
      }
    }
    expect(
      opener.open(rtp({ type: 111, sequence: 1, timestamp: 1, source: 5 }, randomBytes(1, 3))),
    ).toBeUndefined();
  },
);
