import type { KnownPlaces, RoomPreview } from '@stoa/client';
import { useEffect, useState } from 'react';
import { useApp } from './use-store.ts';

/** Where this server's machines stand; undefined while that is not known, or nobody said. */
export function usePlaces(): KnownPlaces | undefined {
  const { client } = useApp();
  const [places, setPlaces] = useState<KnownPlaces>();
  useEffect(() => {
    let over = false;
    client
      .knownPlaces?.(window.location.origin)
      .then((found) => {
        if (!over) setPlaces(found);
      })
      .catch(() => undefined);
    return () => {
      over = true;
    };
  }, [client]);
  return places;
}

/** What a room's card says to whoever has its link. Only looked for where a room can have a fence at all. */
export function usePreview(path: string): RoomPreview | undefined {
  const { client } = useApp();
  const places = usePlaces();
  const [preview, setPreview] = useState<RoomPreview>();
  const known = places !== undefined;
  useEffect(() => {
    if (!known) return;
    let over = false;
    const { origin } = window.location;
    client
      .lookAtRoom?.(new URL(path, origin).href, origin)
      .then((found) => {
        if (!over) setPreview(found);
      })
      .catch(() => undefined);
    return () => {
      over = true;
    };
  }, [client, path, known]);
  return preview;
}
