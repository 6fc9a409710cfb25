import { useEffect, useState } from 'react';
import { useApp } from './use-store.ts';

/** Undefined while the browser is being tried; empty when it can do all that is needed. */
export function useMissingParts(): readonly string[] | undefined {
  const { client } = useApp();
  const [missing, setMissing] = useState<readonly string[]>();
  useEffect(() => {
    let here = true;
    client.missingParts().then(
      (parts) => here && setMissing(parts),
      // A check that fails itself is not a reason to send people away: joining checks again.
      () => here && setMissing([]),
    );
    return () => {
      here = false;
    };
  }, [client]);
  return missing;
}
