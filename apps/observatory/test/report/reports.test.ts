import { describe, expect, test } from 'vitest';
import { type Audit, audit, htmlReport, jsonReport, sarifReport, terminalReport } from '../../src/index.ts';
import { at, clean, inOrder, ME } from '../make/clean.ts';
import { udpFrame } from '../make/conversation.ts';
import { LEAKS } from '../make/leaks.ts';
import { pcap } from '../make/pcap.ts';

/** Scenes that use the same stream would disturb each other, and the rooms are many packets. */
const CROWDED = /O30|O40|O501/;
const everything = (): Promise<Audit> =>
  audit(
    [
      pcap(
        inOrder(
          clean(),
          ...LEAKS.filter((one) => !CROWDED.test(one.code) || one.what === 'PCMU').map((one) => one.frames()),
        ),
      ),
    ],
    {
      fence: ['DE'],
    },
  );
const SERVER = { address: '198.51.100.7', port: 5060 };
const EVIL = `</td><script>alert(1)</script><img src=x onerror=alert(2)>"'&\u202eevil`;
/** A capture that tries to write into its own report: markup, a terminal's escape sequence, turned writing. */
const hostile = (): Promise<Audit> => {
  const sip = `INVITE sip:${EVIL}@voip.example SIP/2.0\r\nFrom: <sip:a\u001b[31m"<b\u202e@voip.example>\r\nTo: <sip:${EVIL}@voip.example>\r\n\r\n`;
  const http = `x=<script>alert(3)</script>\u0000host.of.evil.example ${EVIL}`;
  return audit(
    [
      pcap([
        udpFrame(at(1), ME, SERVER, Buffer.from(sip)),
        udpFrame(at(2), ME, { ...SERVER, port: 777 }, Buffer.from(http)),
      ]),
    ],
    { reveal: true },
  );
};

describe('the page', () => {
  test('needs nothing else: no script, no address outside', async () => {
    const page = htmlReport(await everything(), { file: 'a.pcap', withSound: true });
    expect(page).not.toMatch(/<script|<link|<iframe|@import|url\(/i);
    expect(
      [...page.matchAll(/(?:src|href)="([^"]*)"/g)]
        .map((one) => one[1])
        .filter((one) => !/^(#|data:audio\/wav;base64,)/.test(one!)),
    ).toEqual([]);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('@media print');
    expect(page).toContain('prefers-color-scheme:dark');
    expect(page).toContain('<audio controls');
  });

  test('holds every finding, the timeline, the map and the evidence', async () => {
    const result = await everything();
    const page = htmlReport(result, { file: 'a.pcap', withSound: false });
    for (const one of result.findings) expect(page).toContain(`id="${one.code}-${one.severity}"`);
    expect(page.match(/<svg/g)!.length).toBeGreaterThanOrEqual(2 + result.sounds.length);
    expect(page).toContain('packet ');
    expect(page).not.toContain('<audio');
  });

  test('what a capture says stays text', async () => {
    const page = htmlReport(await hostile(), { file: '<b>.pcap', withSound: true });
    expect(page).not.toMatch(/<script|<img|<b>|onerror=alert\(2\)>/);
    expect(page).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
    expect(page).toContain('&lt;');
  });

  test('an empty capture has a page too', async () => {
    const page = htmlReport(await audit([pcap([])]), { file: 'empty.pcap', withSound: false });
    expect(page).toContain('Nothing was found');
  });
});

describe('the other reports', () => {
  test('JSON says its format and version, and survives a round trip', async () => {
    const report = jsonReport(await everything()) as Record<string, never>;
    const again = JSON.parse(JSON.stringify(report)) as {
      format: string;
      version: number;
      findings: { code: string; evidence: object[] }[];
      counts: Record<string, number>;
      destinations: object[];
    };
    expect([again.format, again.version]).toEqual(['stoa-audit', 1]);
    expect(again.findings.every((one) => /^O\d{3}$/.test(one.code))).toBe(true);
    expect(Object.values(again.counts).reduce((sum, one) => sum + one, 0)).toBe(again.findings.length);
    expect(Object.keys(again).sort()).toEqual([
      'capture',
      'counts',
      'credits',
      'destinations',
      'fence',
      'findings',
      'flows',
      'flowsLeftOut',
      'format',
      'sounds',
      'summary',
      'version',
    ]);
  });

  test('SARIF 2.1.0: what its schema asks for', async () => {
    const { version, runs } = sarifReport(await everything(), 'a b.pcap') as {
      version: string;
      runs: {
        tool: { driver: { name: string; rules: { id: string; name: string }[] } };
        artifacts: { location: { uri: string } }[];
        results: {
          ruleId: string;
          ruleIndex: number;
          level: string;
          message: { text: string };
          locations: { physicalLocation: { artifactLocation: { uri: string; index: number } } }[];
        }[];
      }[];
    };
    expect(version).toBe('2.1.0');
    expect(runs).toHaveLength(1);
    const { tool, artifacts, results } = runs[0]!;
    expect(tool.driver.name).toBe('stoa audit');
    expect(new Set(tool.driver.rules.map((one) => one.id)).size).toBe(tool.driver.rules.length);
    for (const { name } of tool.driver.rules) expect(name).toMatch(/^[A-Z0-9][A-Za-z0-9]+$/);
    expect(artifacts[0]!.location.uri).toBe('a%20b.pcap');
    expect(results.length).toBeGreaterThan(10);
    for (const { ruleId, ruleIndex, level, message, locations } of results) {
      expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
      expect(['error', 'warning', 'note']).toContain(level);
      expect(message.text.length).toBeGreaterThan(0);
      expect(locations.length).toBeGreaterThan(0);
      for (const { physicalLocation } of locations) expect(physicalLocation.artifactLocation.index).toBe(0);
    }
  });

  test('the terminal gets words only, and colour only when it may', async () => {
    const result = await hostile();
    const text = terminalReport(result, 80, false);
    expect(text).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
    expect(terminalReport(result, 80, true)).toContain('\u001b[31mhigh');
    expect(text).toContain('O203');
  });
});
