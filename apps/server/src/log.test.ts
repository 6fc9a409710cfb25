import { expect, test } from 'vitest';
import { jsonLog, terminalLog } from './log.ts';

test('a line is one JSON object with the fields of the OpenTelemetry logs data model', () => {
  const lines: string[] = [];
  const log = jsonLog({ write: (text) => void lines.push(text) });
  log.warn({ event: 'doorRefused', why: 'tokenExpired' });
  log.info({ event: 'relay' }, 'Relay 1 is ready.');
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(first).toEqual({
    severity_text: 'WARN',
    severity_number: 13,
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    'service.name': 'stoa',
    'event.name': 'doorRefused',
    why: 'tokenExpired',
  });
  expect(second).toMatchObject({ severity_number: 9, 'event.name': 'relay', body: 'Relay 1 is ready.' });
});

test('at a terminal it is a line of words', () => {
  const lines: string[] = [];
  const log = terminalLog((text) => void lines.push(text));
  log.error({ event: 'eventLoopBlocked', why: 'blocked', ms: 512 });
  log.info({ event: 'relay' }, 'Relay 1 is ready.');
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d ERROR eventLoopBlocked why=blocked ms=512\n$/);
  expect(lines[1]).toMatch(/INFO relay Relay 1 is ready\.\n$/);
});
