import { readFileSync } from 'node:fs';

const packageFile = new URL('../package.json', import.meta.url);

/** As the package says it. */
export const programVersion = (): string =>
  (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
