import { leaf } from '@stoa/protocol';
import { seatOf } from '../admission/head.ts';
import { safetyCode } from '../keys/safety-code.ts';
import type { Device } from './device.ts';
import type { Roster, RosterMember } from './key-session.ts';

/** What the signed head and the entries that were checked say, and nothing else. */
export function rosterOf(device: Device): Roster {
  const { head } = device.followed;
  const { people } = device;
  return {
    me: leaf(device.me),
    title: device.title,
    policy: device.policy,
    strict: device.strict,
    stage: head.stage.map((seat) => ({
      leaf: leaf(seat.leaf),
      name: people.name(seat.leaf),
      role: seat.role,
      account: accountOf(device, seat.leaf),
      muted: seat.muted,
    })),
    audience: people
      .leaves()
      .filter((each) => each < head.size && !people.isGone(each) && !seatOf(head.stage, each))
      .map((each) => ({
        leaf: leaf(each),
        name: people.name(each),
        role: 'listener',
        account: accountOf(device, each),
      })),
    present: head.present,
    headSeq: head.seq,
    safetyCode: safetyCode({ ...head, roomKey: device.roomKey }),
    acting: device.steward.acting,
  };
}

function accountOf({ people }: Device, of: number): RosterMember['account'] {
  const binding = people.binding(of);
  return binding && { id: binding.account, device: binding.device };
}
