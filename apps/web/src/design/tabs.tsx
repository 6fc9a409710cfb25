import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export type Tab<T extends string> = { readonly value: T; readonly label: string; readonly panel: ReactNode };

/** A few views of one thing, one at a time; arrow keys move between them. */
export function Tabs<T extends string>({
  label,
  tabs,
  value,
  onChange,
}: {
  label: string;
  tabs: readonly Tab<T>[];
  value?: T;
  onChange?: (value: T) => void;
}) {
  const controlled = value === undefined ? { defaultValue: tabs[0]?.value } : { value };
  return (
    <BaseTabs.Root {...controlled} onValueChange={(next: T) => onChange?.(next)}>
      <BaseTabs.List
        aria-label={label}
        activateOnFocus
        className="flex gap-1 overflow-x-auto border-b border-line"
      >
        {tabs.map((tab) => (
          <BaseTabs.Tab
            key={tab.value}
            value={tab.value}
            className={classes(
              '-mb-px min-h-11 shrink-0 border-b-2 border-transparent px-4 font-semibold text-soft',
              'data-[active]:border-accent data-[active]:text-ink focus-visible:-outline-offset-2',
            )}
          >
            {tab.label}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map((tab) => (
        <BaseTabs.Panel key={tab.value} value={tab.value} className="pt-4 focus-visible:outline-offset-4">
          {tab.panel}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
