import { useEffect, useRef } from 'react';

/** Acts after a change of the value, and at most once in so many milliseconds however often it changes. */
export function useRhythm(value: unknown, everyMs: number, act: () => void): void {
  const seen = useRef(value);
  const last = useRef(0);
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (Object.is(seen.current, value)) return;
    const wait = Math.max(0, last.current + everyMs - Date.now());
    const timer = setTimeout(() => {
      seen.current = value;
      last.current = Date.now();
      latest.current();
    }, wait);
    return () => clearTimeout(timer);
  }, [value, everyMs]);
}
