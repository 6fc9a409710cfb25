/** What one build of the app consists of; written into the worker by the build. */
export type BuildFiles = {
  /** SHA-256 over all files of the build, hex. */
  readonly build: string;
  /** The app's own style sheet. */
  readonly style: string;
  /** Kept on the device from the start: path to SHA-256, base64. */
  readonly now: Readonly<Record<string, string>>;
  /** Kept when they are first used: the words of other languages. */
  readonly later: Readonly<Record<string, string>>;
};

const prefix = 'stoa-files-';

/** Each build has a cache of its own, so that files of two builds never meet. */
export const cacheName = (build: string): string => `${prefix}${build.slice(0, 32)}`;

/** What this person speaks is kept apart: it outlives a build. It is all that is kept of a person here. */
export const wordsCache = 'stoa-language';

export const isOldCache = (name: string, build: string): boolean =>
  name.startsWith(prefix) && name !== cacheName(build);

export type Plan = 'page' | 'keptNow' | 'keptLater' | 'pass';

type Asked = {
  readonly method: string;
  readonly url: string;
  readonly mode: string;
};

/**
 * What to do about a request of the page. Only files of the build are ever kept, by their exact paths: an answer to a call, a
 * picture of somebody, a page of an event or a calendar goes by unseen.
 */
export function planFor({ method, url, mode }: Asked, origin: string, files: BuildFiles): Plan {
  if (method !== 'GET') return 'pass';
  const at = new URL(url);
  if (at.origin !== origin) return 'pass';
  if (mode === 'navigate') return 'page';
  if (at.search !== '') return 'pass';
  if (Object.hasOwn(files.now, at.pathname)) return 'keptNow';
  return Object.hasOwn(files.later, at.pathname) ? 'keptLater' : 'pass';
}
