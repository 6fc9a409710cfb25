import type { Leaf } from '@stoa/protocol';
import { lazy, Suspense } from 'react';
import { useRoom } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

const ReportDialog = lazy(async () => ({
  default: (await import('../safety/report-dialog.tsx')).ReportDialog,
}));

type Proving = { readonly evidence?: (leaf: Leaf) => Promise<Uint8Array> };

/** A report about somebody or something in this room; what proves it comes from this device's own memory. */
export function RoomReport() {
  const room = useRoom();
  const { reporting, report } = useActs();
  if (!reporting) return null;
  const { about, leaf } = reporting;
  const { evidence: gather } = room as Proving;
  const evidence = leaf !== undefined && gather ? () => gather(leaf) : undefined;
  return (
    <Suspense fallback={null}>
      <ReportDialog
        open
        about={about}
        onOpenChange={(open) => !open && report(undefined)}
        {...(evidence && { evidence })}
      />
    </Suspense>
  );
}
