// Databases in MaxMind's format, which the analyst names. What a record does not have stays unknown.
import { basename } from 'node:path';
import { open, type Response } from 'maxmind';
import type { Place, PlaceSource } from './place.ts';

/** The fields that the common databases of this format use, under their several names. */
type Loose = {
  country?: { iso_code?: string } | string;
  country_code?: string;
  registered_country?: { iso_code?: string };
  autonomous_system_number?: number;
  autonomous_system_organization?: string;
  asn?: string | number;
  as_name?: string;
  as_domain?: string;
  isp?: string;
  organization?: string;
};

/** @throws Error when the file is not there or no such database */
export async function mmdbPlaces(path: string): Promise<PlaceSource> {
  const reader = await open<Response>(path);
  const { databaseType, buildEpoch } = reader.metadata;
  const built = new Date(buildEpoch).toISOString().slice(0, 10);
  return {
    credits: [
      `${databaseType} of ${built}, from the file ${basename(path)} that was named; its licence is its owner's.`,
    ],
    lookUp(address) {
      try {
        return placeOf(reader.get(address) as Loose | null);
      } catch {
        return undefined;
      }
    },
  };
}

function placeOf(record: Loose | null): Place | undefined {
  if (!record) return undefined;
  const nested = typeof record.country === 'string' ? record.country : record.country?.iso_code;
  const country = nested ?? record.country_code;
  const registered = record.registered_country?.iso_code;
  const network = Number(record.autonomous_system_number ?? String(record.asn ?? '').replace(/^AS/i, ''));
  const operator =
    record.autonomous_system_organization ?? record.as_name ?? record.isp ?? record.organization;
  const place = {
    ...(country && { country }),
    ...(registered && registered !== country && { registered }),
    ...(network > 0 && { network }),
    ...(operator && { operator }),
  };
  return Object.keys(place).length > 0 ? place : undefined;
}

/** The first source that knows a thing has the word. */
export function combined(sources: readonly PlaceSource[]): PlaceSource {
  return {
    credits: sources.flatMap((source) => source.credits),
    lookUp(address) {
      let place: Place | undefined;
      for (const source of sources) {
        const more = source.lookUp(address);
        if (more) place = { ...more, ...place };
      }
      return place;
    },
  };
}
