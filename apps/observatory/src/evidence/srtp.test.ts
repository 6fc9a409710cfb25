import { expect, test } from 'vitest';
import { randomBytes } from '../../test/make/random.ts';
import { rtp } from '../../test/make/rtp.ts';
import { sealSrtp } from '../../test/make/srtp.ts';
import { addKeyLog, emptyKeyLog } from './key-log.ts';
import { SrtpOpener, sessionKey } from './srtp.ts';

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
