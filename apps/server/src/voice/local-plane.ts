import { randomBytes } from 'node:crypto';
import type { Clock, Control } from '@stoa/control';
import { signToken, tokenLifetimeMs } from '@stoa/protocol';
import type { VoicePlane } from '@stoa/social';
import type { DeploymentKey } from '../deployment-key.ts';

/** Join tokens of the deployment. */
export const tokensOf =
  (key: DeploymentKey, clock: Pick<Clock, 'unix'>): VoicePlane['token'] =>
  ({ room, keyHash, subject, open }) =>
    signToken(
      {
        audience: key.audience,
        room,
        keyHash,
        subject,
        grants: { open },
        expires: clock.unix() + tokenLifetimeMs,
        jti: randomBytes(16),
      },
      async (message) => key.sign(message),
    );

/** The voice platform as the social app, its first customer, has it: tokens of the deployment's key, and control. */
export const voicePlane = (control: Control, key: DeploymentKey, clock: Clock): VoicePlane => ({
  token: tokensOf(key, clock),
  card: async (room, who) => control.card(room, who),
  expel: (room, who) => control.expel(room, who),
  hands: (room, rule) => control.hands(room, rule),
  mayRaise: (room, who, may) => control.mayRaise(room, who, may),
  dismiss: (room, who) => control.dismiss(room, who),
  end: (room) => control.end(room),
  watch: (listener) => control.watch(listener),
});
