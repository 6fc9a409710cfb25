export { htmlReport, type PageOptions } from './html/page.ts';
export { JSON_VERSION, jsonReport } from './json.ts';
export { sarifReport } from './sarif.ts';
export { inShort } from './summary.ts';
export { terminalReport } from './terminal.ts';
