import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Audit, audit, builtInPlaces } from '../../src/index.ts';
import { capturesFolder, hasCaptures } from '../config.ts';
import { shareAt } from '../make/voice.ts';

// They belong to other projects and are not copied here, so these run where somebody put them.
describe.skipIf(!hasCaptures)('captures of real apps', () => {
  const places = builtInPlaces();
  const run = (name: string): Promise<Audit> => audit(join(capturesFolder, name), { places });
  const codes = ({ findings }: Audit) =>
    findings.filter((one) => one.severity !== 'info').map((one) => one.code);

  test('Agora: a protocol of its own with host names in clear, the rest encrypted; servers with country and operator', async () => {
    const result = await run('agora-sd-rtn.pcap');
    const own = result.findings.find((one) => one.code === 'O209')!;
    expect(own.title).toContain('UDP 8130');
    expect(own.title).toContain('23-248-186-179.edge.agora.io');
    expect(own.title).toContain('26 of 26 flows; the rest looks encrypted');
    expect(own.evidence.every((one) => (one.packet ?? 0) > 0)).toBe(true);
    expect(result.flows.every((one) => one.protocol === 'custom UDP' && one.protection === 'partly')).toBe(
      true,
    );
    const servers = result.destinations.filter((one) => one.isRemote);
    expect(servers).toHaveLength(12);
    expect(servers.filter((one) => one.place?.operator === 'Zenlayer Inc').length).toBeGreaterThan(6);
    expect(new Set(servers.map((one) => one.place?.country)).size).toBeGreaterThan(4);
    for (const server of servers)
      expect(server.names[0]).toBe(`${server.address.replaceAll('.', '-')}.edge.agora.io`);
    expect(codes(result)).not.toContain('O301');
  });

  test('plain RTP on UDP and within TCP is decoded to sound; video in clear is told; encrypted RTP beside it is not called clear', async () => {
    const result = await run('rtp.pcapng');
    expect(result.sounds.map((one) => one.codec).sort()).toEqual(['Opus', 'PCMA']);
    const speech = result.sounds.find((one) => one.codec === 'PCMA')!;
    expect(speech.samples.length / speech.rate).toBeCloseTo(2.55, 2);
    // Speech lies in many frequencies: no single one holds it.
    expect(shareAt(speech.samples, 8000, 1000)).toBeLessThan(0.1);
    expect(result.findings.find((one) => one.code === 'O302')?.title).toContain('H.263');
    expect(result.flows.filter((one) => one.protocol === 'SRTP')).toHaveLength(1);
    expect(result.findings.filter((one) => one.code === 'O301')).toHaveLength(2);
  });

  test('SIP: identities, proofs and the voice', async () => {
    const result = await run('sip.pcap');
    const who = result.findings.filter((one) => one.code === 'O203').map((one) => one.title);
    expect(who.length).toBeGreaterThanOrEqual(5);
    expect(who.join()).toContain('@sip.cybercity.dk');
    expect(who.join()).not.toContain('voi18062');
    expect(codes(result)).toEqual(expect.arrayContaining(['O301', 'O211', 'O212']));
    expect(result.sounds).toHaveLength(1);
  });

  test.for(['mumble.pcapng', 'stun_dtls_rtp.pcapng'])(
    '%s: encrypted voice is not called clear',
    async (name) => {
      const result = await run(name);
      const clear = ['O101', 'O102', 'O201', 'O202', 'O203', 'O204', 'O209', 'O301', 'O302'];
      expect(codes(result).filter((code) => clear.includes(code))).toEqual([]);
      expect(result.flows.filter((one) => one.protection === 'clear')).toEqual([]);
    },
  );

  test('Meet: STUN names that carry records, within TURN over TCP as well, and levels beside the voice', async () => {
    const result = await run('stun_dtls_rtp.pcapng');
    expect([...new Set(codes(result))].sort()).toEqual(['O205', 'O401']);
    expect(result.findings.filter((one) => one.code === 'O205')).toHaveLength(2);
    expect(result.flows.map((one) => one.protocol)).toEqual(['SRTP', 'SRTP']);
  });
});
