import { type ClubId, clubs, type EventId, events } from '@stoa/protocol/social';
import { uuidOf } from '../../src/store/ids.ts';
import type { Person, useTown } from '../town.ts';

type Town = ReturnType<typeof useTown>;

/** What calls are about: a person, a hidden club of that person, and its events. */
export type Scene = {
  readonly owner: Person;
  readonly club: ClubId;
  /** For the people in the club. */
  readonly event: EventId;
  readonly openEvent: EventId;
  /** Somebody of each standing to the club. */
  readonly inClub: Person;
  readonly asking: Person;
  readonly invited: Person;
  readonly banned: Person;
};

export async function sceneOf(town: Town): Promise<Scene> {
  const [owner, inClub, asking, invited, banned] = await Promise.all(
    [0, 1, 2, 3, 4].map(() => town.person()),
  );
  const { club } = await owner!.call(clubs.create, {
    name: 'Hidden readers',
    description: '',
    rules: [],
    wayIn: 'request',
    inDirectory: false,
  });
  const standings = [
    [inClub!, 'member'],
    [asking!, 'requested'],
    [invited!, 'invited'],
    [banned!, 'banned'],
  ] as const;
  for (const [person, standing] of standings) {
    await town.db
      .insertInto('club_people')
      .values({ club: uuidOf(club), account: uuidOf(person.id), standing, rules_version: 1 })
      .execute();
  }
  const words = {
    title: 'Reading',
    description: '',
    starts: new Date(town.clock.unix() + 3_600_000).toISOString().slice(0, 16),
    zone: 'UTC',
    minutes: 60,
  };
  const plan = async (audience: 'everyone' | 'club') => {
    const inside = audience === 'club' ? { club, coHosts: [inClub!.id] } : {};
    return (await owner!.call(events.create, { ...words, audience, ...inside })).event;
  };
  return {
    owner: owner!,
    club,
    event: await plan('club'),
    openEvent: await plan('everyone'),
    inClub: inClub!,
    asking: asking!,
    invited: invited!,
    banned: banned!,
  };
}
