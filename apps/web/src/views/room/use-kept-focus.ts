import { type RefObject, useEffect, useRef } from 'react';

/** Dialogs give the focus back after they have faded. */
const afterDialogsMs = 300;

/**
 * When a person's role changes, the button that had the focus may be gone, and the focus with it: a keyboard or screen
 * reader would start again at the top of the page. Then the one big button of the new role takes it.
 */
export function useKeptFocus(role: string | undefined, place: RefObject<HTMLElement | null>): void {
  const before = useRef(role);
  useEffect(() => {
    if (before.current === role) return;
    before.current = role;
    const timer = setTimeout(() => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost) place.current?.querySelector<HTMLElement>('[data-primary]')?.focus({ preventScroll: true });
    }, afterDialogsMs);
    return () => clearTimeout(timer);
  }, [role, place]);
}
