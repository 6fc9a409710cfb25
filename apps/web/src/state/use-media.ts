import { useMemo, useSyncExternalStore } from 'react';

export function useMedia(query: string): boolean {
  const list = useMemo(() => window.matchMedia(query), [query]);
  return useSyncExternalStore(
    (onChange) => {
      list.addEventListener('change', onChange);
      return () => list.removeEventListener('change', onChange);
    },
    () => list.matches,
  );
}

/** Is there room for the moderators' panel beside the stage? The same width as the layout's `lg`. */
export const useWideRoom = () => useMedia('(min-width: 64rem)');
