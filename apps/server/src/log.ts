import pino from 'pino';

/** JSON lines on standard error. Callers pass fixed words and numbers; there is no access log. */
export type ServerLog = {
  info(line: object, text?: string): void;
  warn(line: object, text?: string): void;
  error(line: object, text?: string): void;
};

export const createLog = (): ServerLog =>
  pino({ base: null, level: 'info' }, pino.destination({ dest: 2, sync: true }));

export const silentLog: ServerLog = { info() {}, warn() {}, error() {} };
