/** What a page and the worker say to each other. */
export type ToWorker =
  /** The person agrees to the new version. */
  | { readonly t: 'takeOver' }
  | { readonly t: 'speak'; readonly language: string }
  /** Answered on the port that comes along, with `BuildSaid`. */
  | { readonly t: 'whichBuild' };

export type BuildSaid = { readonly build: string };

/** The person tapped a notice of the system: show what is new. */
export type ToPage = { readonly t: 'openNotices' };

export function isToWorker(data: unknown): data is ToWorker {
  if (typeof data !== 'object' || data === null || !('t' in data)) return false;
  if (data.t === 'speak') return 'language' in data && typeof data.language === 'string';
  return data.t === 'takeOver' || data.t === 'whichBuild';
}

export const isToPage = (data: unknown): data is ToPage =>
  typeof data === 'object' && data !== null && 't' in data && data.t === 'openNotices';
