import { isatty } from 'node:tty';
import pino from 'pino';

/** Callers pass fixed words and numbers; there is no access log. */
export type ServerLog = {
  info(line: object, text?: string): void;
  warn(line: object, text?: string): void;
  error(line: object, text?: string): void;
};

const standardError = 2;

/**
 * One JSON object a line on standard error, in fields that collectors of OpenTelemetry know (logs data model: timestamp,
 * severity, event name, attributes); for people, at a terminal, one line of words.
 */
export function createLog(): ServerLog {
  const to = pino.destination({ dest: standardError, sync: true });
  return isatty(standardError) ? terminalLog((text) => to.write(text)) : jsonLog(to);
}

/** Severity numbers of the data model for the three that there are. */
const severities: Readonly<Record<string, number>> = { info: 9, warn: 13, error: 17 };

export const jsonLog = (to: pino.DestinationStream): ServerLog =>
  pino(
    {
      base: { 'service.name': 'stoa' },
      level: 'info',
      messageKey: 'body',
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      formatters: {
        level: (label) => ({
          severity_text: label.toUpperCase(),
          severity_number: severities[label] ?? severities.info,
        }),
        log: ({ event, ...words }) => ({ ...(event !== undefined && { 'event.name': event }), ...words }),
      },
    },
    to,
  );

export function terminalLog(write: (text: string) => void): ServerLog {
  const say = (severity: string) => (line: object, text?: string) => {
    const { event, ...words } = line as Record<string, unknown>;
    const rest = Object.entries(words).map(([name, value]) => `${name}=${String(value)}`);
    const time = new Date().toISOString().slice(11, 19);
    const parts = [time, severity, event, ...rest, text].filter((part) => part !== undefined);
    write(`${parts.join(' ')}\n`);
  };
  return { info: say('INFO'), warn: say('WARN'), error: say('ERROR') };
}

export const silentLog: ServerLog = { info() {}, warn() {}, error() {} };
