import type { AccountBinder, TokenCalls } from '@stoa/client';
import type { AccountId } from '@stoa/protocol/social';
import { accountBinder } from '../device/account-binder.ts';
import type { Devices } from '../device/own-device.ts';
import type { Call } from './call.ts';
import { memberTokens, type RoomPlan } from './member-tokens.ts';

/** How somebody who is signed in comes into a room: to the server by a token, to the members with an account. */
export type MemberEntry = { readonly tokens: TokenCalls; readonly account: AccountBinder };

export const memberEntry = (
  { call, devices }: { readonly call: Call; readonly devices: Pick<Devices, 'own'> },
  account: AccountId,
  plan?: RoomPlan,
): MemberEntry => ({ tokens: memberTokens(call, plan), account: accountBinder(devices, account) });
