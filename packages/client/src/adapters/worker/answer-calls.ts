import type { KeySession } from '@stoa/e2ee';
import { joinToken, linkFragment, roomHandle } from '@stoa/protocol';
import type { CallName, ToWorker } from './rpc.ts';

type Call = Extract<ToWorker, { readonly call: CallName }>;

/** The worker's side of the calls. */
export const answerCalls =
  (keys: KeySession, evidence: (leaf: number) => Promise<Uint8Array | undefined>) =>
  async (message: Call): Promise<unknown> => {
    switch (message.call) {
      case 'proveJoin': {
        const [nonce, token, fingerprint] = message.args;
        return keys.proveJoin(nonce, joinToken(token), fingerprint);
      }
      case 'proveOffer':
        return keys.proveOffer(...message.args);
      case 'proveResume':
        return keys.proveResume(...message.args);
      case 'open': {
        const [{ room, ...options }, now] = message.args;
        const opening = await keys.open({ ...options, room: roomHandle(room) }, now);
        return { ...opening, fragment: opening.fragment.reveal() };
      }
      case 'join': {
        const [{ room, fragment, token, ...options }, now] = message.args;
        const names = {
          room: roomHandle(room),
          fragment: linkFragment(fragment),
          token: joinToken(token),
        };
        return keys.join({ ...options, ...names }, now);
      }
      case 'receive':
        return keys.receive(...message.args);
      case 'order':
        return keys.order(...message.args);
      case 'write':
        return keys.write(...message.args);
      case 'writeNameless':
        return keys.writeNameless(...message.args);
      case 'answerKnock':
        return keys.answerKnock(...message.args);
      case 'tick':
        return keys.tick(...message.args);
      case 'evidence':
        return evidence(...message.args);
      default:
        return message satisfies never;
    }
  };
