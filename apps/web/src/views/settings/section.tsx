import type { ReactNode } from 'react';

/** One matter of the settings: what it is, why, and its controls. */
export function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3 border-b border-line py-6 first:pt-1 last:border-0">
      <div>
        <h2 className="text-lg font-semibold">{title}</h2>
        {text && <p className="mt-0.5 text-soft">{text}</p>}
      </div>
      {children}
    </section>
  );
}
