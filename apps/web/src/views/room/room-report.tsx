import type { Room } from '@stoa/client';
import type { Leaf } from '@stoa/protocol';
import { lazy, Suspense, useMemo } from 'react';
import { useRoom } from '../../state/use-store.ts';
import { useActs } from './room-acts.tsx';

const ReportDialog = lazy(async () => ({
  default: (await import('../safety/report-dialog.tsx')).ReportDialog,
}));

/** A report about somebody or something in this room; what proves it comes from this device's own memory. */
export function RoomReport() {
  const room = useRoom();
  const { reporting, report } = useActs();
  const leaf = reporting?.leaf;
  const evidence = useMemo(
    () => reporting && leaf !== undefined && taken(room, leaf),
    [room, reporting, leaf],
  );
  if (!reporting) return null;
  const { about } = reporting;
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

/** At once, because a device remembers half a minute and whoever writes a report needs longer. */
function taken(room: Pick<Room, 'evidence'>, leaf: Leaf): () => Promise<Uint8Array> {
  const made = room.evidence(leaf);
  // Nobody may ever ask for it.
  made.catch(() => undefined);
  return () => made;
}
