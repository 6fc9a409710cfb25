import { Popover as BasePopover } from '@base-ui/react/popover';
import { type ReactElement, type ReactNode, useRef } from 'react';

/** A small panel at its button; stays open while one uses it. `trigger` is the button itself. */
export function Popover({
  trigger,
  label,
  children,
}: {
  trigger: ReactElement;
  label: string;
  children: ReactNode;
}) {
  // Inside the landmark that the button is in, as menus are.
  const place = useRef<HTMLSpanElement>(null);
  return (
    <BasePopover.Root>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal container={place}>
        <BasePopover.Positioner sideOffset={10} side="top" collisionPadding={12} className="z-30">
          <BasePopover.Popup
            aria-label={label}
            className="popup rounded-3xl border border-line bg-surface p-2 text-ink shadow-float outline-none"
          >
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
      <span ref={place} className="contents" />
    </BasePopover.Root>
  );
}
