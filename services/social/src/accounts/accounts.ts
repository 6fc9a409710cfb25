import type { MakeFeature } from '../feature.ts';
import { Desk } from './desk.ts';
import { devices } from './devices.ts';
import { passkeys } from './passkeys.ts';
import { pictures } from './pictures.ts';
import { profile } from './profile.ts';
import { recovery } from './recovery.ts';
import { sessions } from './sessions.ts';
import { signIn } from './sign-in.ts';
import { signUp } from './sign-up.ts';
import { sweepAccounts } from './sweep.ts';
import { tokens } from './tokens.ts';

const sweepMs = 3_600_000;

/** Who somebody is: passkeys, sessions, recovery, device keys, profile. */
export const accounts: MakeFeature = (house) => {
  const desk = new Desk(house);
  const parts = [signUp, signIn, passkeys, sessions, recovery, devices, tokens, profile];
  let cancel = () => {};
  const sweep = () => {
    void sweepAccounts(house, house.clock.unix()).catch(() => {
      house.log({ event: 'sweepFailed', where: 'accounts' });
    });
    cancel = house.clock.after(sweepMs, sweep);
  };
  return {
    answers: parts.flatMap((part) => part(desk)),
    routes: (app) => pictures(app, house),
    start: sweep,
    stop: () => cancel(),
  };
};
