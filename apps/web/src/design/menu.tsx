import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Check, type LucideIcon } from 'lucide-react';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { classes } from './classes.ts';

const item = classes(
  'flex min-h-11 w-full items-center gap-3 rounded-xl px-3 py-2 text-start outline-none select-none',
  'data-[highlighted]:bg-sunken data-[disabled]:opacity-60',
);

const popup = classes(
  'popup max-h-[var(--available-height)] max-w-[min(20rem,calc(100vw-1.5rem))] min-w-56 overflow-y-auto',
  'rounded-2xl border border-line bg-surface p-1.5 text-ink shadow-float outline-none',
);

/** `trigger` is the button itself; it gets the menu's state and keys. */
export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  // Inside the landmark that the button is in, not at the end of the body: there it belongs to nothing.
  const place = useRef<HTMLSpanElement>(null);
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal container={place}>
        <BaseMenu.Positioner sideOffset={8} align="end" collisionPadding={12} className="z-30 outline-none">
          <BaseMenu.Popup className={popup}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
      <span ref={place} className="contents" />
    </BaseMenu.Root>
  );
}

/** One menu for many buttons, such as those of a long list: made once, filled with what the pressed button stands for. */
export type SharedMenuHandle<T> = ReturnType<typeof BaseMenu.createHandle<T>>;
export const sharedMenu = <T,>(): SharedMenuHandle<T> => BaseMenu.createHandle<T>();

export function SharedMenuTrigger<T>({
  menu,
  about,
  trigger,
}: {
  menu: SharedMenuHandle<T>;
  about: T;
  trigger: ReactElement;
}) {
  return <BaseMenu.Trigger handle={menu} payload={about} render={trigger} />;
}

export function SharedMenu<T>({
  menu,
  children,
}: {
  menu: SharedMenuHandle<T>;
  children: (about: T) => ReactNode;
}) {
  const place = useRef<HTMLSpanElement>(null);
  return (
    <BaseMenu.Root handle={menu}>
      {({ payload }) => (
        <>
          <BaseMenu.Portal container={place}>
            <BaseMenu.Positioner
              sideOffset={8}
              align="end"
              collisionPadding={12}
              className="z-30 outline-none"
            >
              <BaseMenu.Popup className={popup}>
                {payload !== undefined && children(payload as T)}
              </BaseMenu.Popup>
            </BaseMenu.Positioner>
          </BaseMenu.Portal>
          <span ref={place} className="contents" />
        </>
      )}
    </BaseMenu.Root>
  );
}

export function MenuItem({
  icon: Icon,
  danger = false,
  hint,
  onClick,
  children,
}: {
  icon: LucideIcon;
  danger?: boolean;
  hint?: string | undefined;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <BaseMenu.Item className={classes(item, danger && 'text-danger')} onClick={onClick}>
      <Icon aria-hidden="true" className="size-5 shrink-0" />
      <span className="min-w-0">
        <span className="block">{children}</span>
        {hint && <span className="block text-sm leading-snug text-soft">{hint}</span>}
      </span>
    </BaseMenu.Item>
  );
}

export function MenuChoice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { readonly value: T; readonly label: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="px-3 pt-2 pb-1 text-sm font-semibold text-soft">
        {label}
      </BaseMenu.GroupLabel>
      <BaseMenu.RadioGroup value={value} onValueChange={(next: T) => onChange(next)}>
        {options.map((option) => (
          <BaseMenu.RadioItem key={option.value} value={option.value} className={classes(item, 'ps-3')}>
            <span className="inline-flex size-5 shrink-0">
              <BaseMenu.RadioItemIndicator>
                <Check aria-hidden="true" className="size-5" />
              </BaseMenu.RadioItemIndicator>
            </span>
            {option.label}
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.RadioGroup>
    </BaseMenu.Group>
  );
}

export const MenuLine = () => <BaseMenu.Separator className="mx-3 my-1.5 border-t border-line" />;
