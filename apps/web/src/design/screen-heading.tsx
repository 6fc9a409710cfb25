import { type ReactNode, useEffect, useRef } from 'react';

let firstScreen = true;

/**
 * The heading of a whole screen. When one screen replaces another it takes the focus, so that keyboard and screen
 * reader start where the news is; the very first screen of a visit leaves the focus to the browser.
 */
export function ScreenHeading({ children, className }: { children: ReactNode; className?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!firstScreen) heading.current?.focus({ preventScroll: true });
    firstScreen = false;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}
