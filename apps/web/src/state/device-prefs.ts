import { readFence } from '@stoa/protocol/fleet';
import { languageSchema, type Taste, tasteLimits, topicSchema } from '@stoa/protocol/social';

/** What this device remembers, and nobody else: never sent anywhere. */
export type DevicePrefs = {
  readonly name: string;
  readonly theme: 'system' | 'light' | 'dark';
  /** A chosen language; empty for the browser's. */
  readonly language: string;
  /** What a screen reader is told: everything that happens, or only what concerns this person. */
  readonly announcements: 'all' | 'own';
  readonly shortcuts: boolean;
  /** What the person likes to hear about; undefined while it was never asked. Rooms are ranked by it. */
  readonly taste: Taste | undefined;
  /** Where this person's sound may travel, in every room (`readFence` text); `*`: wherever the room allows. */
  readonly ownFence: string;
  /** Hints that were put away. */
  readonly hintsSeen: readonly Hint[];
};
export type Hint = 'install' | 'taste';
const hints: readonly Hint[] = ['install', 'taste'];

const KEY = 'stoa.prefs';
const initial: DevicePrefs = {
  name: '',
  theme: 'system',
  language: '',
  announcements: 'all',
  shortcuts: true,
  taste: undefined,
  ownFence: '*',
  hintsSeen: [],
};

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

export type PrefsStore = {
  readonly get: () => DevicePrefs;
  readonly set: (change: Partial<DevicePrefs>) => void;
  readonly subscribe: (onChange: () => void) => () => void;
};

/** Works without storage too (private windows, blocked site data): then it remembers until the tab closes. */
export function createPrefs(storage: Storage | undefined): PrefsStore {
  let prefs = read(storage);
  const listeners = new Set<() => void>();
  return {
    get: () => prefs,
    set(change) {
      prefs = { ...prefs, ...change };
      try {
        storage?.setItem(KEY, JSON.stringify(prefs));
      } catch {
        // Full or forbidden: nothing to tell, the choice holds for this visit.
      }
      for (const listener of [...listeners]) listener();
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
  };
}

function read(storage: Storage | undefined): DevicePrefs {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return initial;
    const { name, theme, language, announcements, shortcuts, taste, ownFence, hintsSeen } = stored as Record<
      string,
      unknown
    >;
    return {
      name: typeof name === 'string' ? name : initial.name,
      theme: theme === 'light' || theme === 'dark' ? theme : 'system',
      language: typeof language === 'string' ? language : initial.language,
      announcements: announcements === 'own' ? 'own' : 'all',
      shortcuts: shortcuts !== false,
      taste: readTaste(taste),
      ownFence: readOwnFence(ownFence),
      hintsSeen: Array.isArray(hintsSeen) ? hints.filter((hint) => hintsSeen.includes(hint)) : [],
    };
  } catch {
    return initial;
  }
}

/** What is kept and cannot be read must not open what a person has shut: it forbids everything until it is chosen anew. */
function readOwnFence(stored: unknown): string {
  if (stored === undefined) return initial.ownFence;
  return typeof stored === 'string' && readFence(stored) ? stored : '-';
}

/** Of an older list of topics, those that still are. */
function readTaste(stored: unknown): Taste | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { topics, languages } = stored as Record<string, unknown>;
  if (!Array.isArray(topics) || !Array.isArray(languages)) return undefined;
  return {
    topics: topicSchema.options.filter((topic) => topics.includes(topic)).slice(0, tasteLimits.topics),
    languages: languageSchema.options
      .filter((code) => languages.includes(code))
      .slice(0, tasteLimits.languages),
  };
}

/** Some browsers throw at the mere mention when site data is blocked. */
export function deviceStorage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
