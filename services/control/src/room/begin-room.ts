import { openRoom, seatFor } from '@stoa/core/room';
import { type ClientMessageOf, leaf, type RoomHandle, type Subject } from '@stoa/protocol';
import type { Connection } from '../connection/connection.ts';
import type { EraMedia } from '../media/era-media.ts';
import { MediaLine } from '../media/media-line.ts';
import { AdmissionLog } from './admission-log.ts';
import { Door } from './door.ts';
import { EndedSeats } from './ended-seats.ts';
import { EventLog } from './event-log.ts';
import { HeadStore } from './head-store.ts';
import { Introductions } from './introductions.ts';
import { LiveRoom, type RoomPorts } from './live-room.ts';
import { noEvents } from './member-line.ts';
import { type FoundRoom, factsToRepeat, saidToHaveLeft } from './restore-room.ts';
import { welcome } from './welcome.ts';

/** A room that begins now, with the device that opens it. */
export function openLiveRoom(
  handle: RoomHandle,
  opener: Subject,
  connection: Connection,
  message: ClientMessageOf<'open'>,
  media: EraMedia,
  ports: RoomPorts,
): LiveRoom {
  const now = ports.clock.now();
  const begun = openRoom(leaf(0), opener, now);
  const log = new AdmissionLog();
  log.append(message.entry);
  const room = new LiveRoom(
    {
      handle,
      policy: message.policy,
      media,
      log,
      heads: new HeadStore(message),
      events: new EventLog(),
      door: new Door(),
      endedSeats: new EndedSeats(),
      introductions: new Introductions(log, now),
      state: begun.state,
    },
    ports,
  );
  const first = room.members.add({
    ...{ leaf: leaf(0), key: message.key, connection },
    line: new MediaLine(media, noEvents),
  });
  first.stewardSince = message.head.seq;
  room.members.nameVoices();
  welcome(room, first, undefined);
  room.begin(begun);
  first.line.offer(message.offer, message.wish);
  return room;
}

/** A room that another process had. Its people are away and come back; what they hear goes on meanwhile. */
export function takeOverRoom(
  handle: RoomHandle,
  found: FoundRoom,
  media: EraMedia,
  ports: RoomPorts,
): LiveRoom {
  const room = new LiveRoom({ ...found, handle, policy: found.about.policy, media }, ports);
  for (const { leaf, key, stewardSince } of found.people) {
    const member = room.members.add(
      { leaf, key, line: new MediaLine(media, noEvents), connection: undefined },
      found.mail.get(leaf),
    );
    member.live = true;
    member.stewardSince = stewardSince;
    member.line.seat(seatFor(room.state.people.get(leaf)!));
  }
  room.members.nameVoices();
  for (const { leaf, line } of found.people) {
    if (line && room.members.get(leaf)?.line.adopt(line) && line.connected)
      room.run({ type: 'consuming', leaf, on: true });
  }
  for (const leaf of saidToHaveLeft(found)) room.run({ type: 'expelled', leaf, code: 'resumeRefused' });
  for (const { kind, leaf } of factsToRepeat(found)) room.desk.report({ t: 'fact', kind, leaf });
  for (const { leaf, subject, role } of room.state.people.values()) room.seats.known(leaf, subject, role);
  room.run({ type: 'tick' });
  return room;
}
