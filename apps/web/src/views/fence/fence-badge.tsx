import type { Fence } from '@stoa/client';
import { MapPinned } from 'lucide-react';
import { useFenceWords } from '../../state/use-fence-words.ts';

/** What the room's host signed, in one line; nothing where there is no limit. */
export function FenceBadge({ fence }: { fence: Fence }) {
  const words = useFenceWords()(fence);
  if (!words) return null;
  return (
    <span className="inline-flex items-start gap-1.5 text-sm text-soft">
      <MapPinned aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>{words}</span>
    </span>
  );
}
