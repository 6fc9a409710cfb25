import type { MakeFeature } from '../feature.ts';
import { banned } from './banned.ts';
import { cases } from './cases.ts';
import { Enforcement } from './enforce.ts';
import { logs } from './logs.ts';
import { NamedRooms } from './named-rooms.ts';
import { reports } from './reports.ts';
import { RoomActs } from './room-acts.ts';

/** Reports, decisions about them, bans, and the logs of who moderated what. */
export const safety: MakeFeature = (house) => {
  const named = new NamedRooms(house.hall.rooms, house.news);
  const enforcement = new Enforcement(house);
  const acts = new RoomActs(house.hall, house.clock);
  return {
    answers: [
      ...reports(house, named),
      ...cases(house, named, enforcement),
      ...banned(house, enforcement),
      ...logs(house, acts),
    ],
    start: () => enforcement.start(),
    stop: () => enforcement.stop(),
  };
};
