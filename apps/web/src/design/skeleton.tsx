/** Rows of a list that is on its way, in about their later size, so that nothing jumps. Silent: the list says it. */
export function RowsOnTheirWay({ rows = 4 }: { rows?: number }) {
  return (
    <div aria-hidden="true" className="grid gap-3">
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className="flex animate-breathe items-center gap-3 py-1.5">
          <span className="size-12 shrink-0 rounded-full bg-sunken" />
          <span className="grid flex-1 gap-2">
            <span className="h-4 w-2/5 rounded-full bg-sunken" />
            <span className="h-3.5 w-3/5 rounded-full bg-sunken" />
          </span>
        </div>
      ))}
    </div>
  );
}
