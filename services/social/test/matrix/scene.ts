import type { RoomHandle } from '@stoa/protocol';
import {
  type ApiTokenId,
  accounts,
  type CaseId,
  type ClubId,
  clubs,
  type EventId,
  events,
  type PasskeyId,
  type ReportId,
  type RoomKind,
} from '@stoa/protocol/social';
import { newId, uuidOf } from '../../src/store/ids.ts';
import { roomOf } from '../room-of.ts';
import { type Person, randomly, type useTown } from '../town.ts';

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
  /** Of the owner. */
  readonly passkey: PasskeyId;
  readonly token: ApiTokenId;
  /** About the owner, with evidence. */
  readonly safetyCase: CaseId;
  readonly report: ReportId;
  /** Of the owner, where the line is about one. */
  readonly room: RoomHandle | undefined;
};

/** The room, in lines that are about one. */
export function roomIn({ room }: Scene): RoomHandle {
  if (!room) throw new Error('This line says no kind of room.');
  return room;
}

export async function sceneOf(town: Town, kind?: RoomKind): Promise<Scene> {
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
    passkey: await passkeyOf(town, owner!),
    ...(await caseOf(town, owner!)),
    token: (await owner!.call(accounts.tokenMake, { label: 'Bot', scopes: ['roomsRead'] })).id,
    room: kind && (await roomOf(town, owner!, kind === 'club' ? { kind, club } : { kind })),
  };
}

async function passkeyOf(town: Town, { id }: Person): Promise<PasskeyId> {
  const passkey = newId('passkey', randomly);
  await town.db
    .insertInto('passkeys')
    .values({
      id: uuidOf(passkey),
      account: uuidOf(id),
      credential: Buffer.from(randomly(16)),
      public_key: Buffer.from(randomly(77)),
      counter: 0,
      transports: ['internal'],
      label: 'Phone',
      synced: false,
      created_on: '2026-05-06',
      used_on: null,
      usable_at: null,
    })
    .execute();
  return passkey;
}

async function caseOf(town: Town, { id }: Person) {
  const [safetyCase, report] = [newId('case', randomly), newId('report', randomly)];
  const account = uuidOf(id);
  await town.db
    .insertInto('safety_cases')
    .values({
      id: uuidOf(safetyCase),
      account,
      score: 10,
      opened_on: '2026-05-06',
      decision: null,
      decided_on: null,
    })
    .execute();
  await town.db
    .insertInto('safety_reports')
    .values({
      id: uuidOf(report),
      safety_case: uuidOf(safetyCase),
      account,
      kind: 'person',
      reason: 'spam',
      title: null,
      on_day: '2026-05-06',
      evidence_key: 1,
      evidence: Buffer.from(randomly(100)),
    })
    .execute();
  return { safetyCase, report };
}
