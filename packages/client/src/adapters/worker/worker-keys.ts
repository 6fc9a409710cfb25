import { linkFragment } from '@stoa/protocol';
import type { Keys, Life } from '../../room/ports.ts';
import type { CallName, Calls, FromWorker, ToWorker } from './rpc.ts';

/** The part of a Worker that is needed. */
export type WorkerLink = {
  postMessage(message: ToWorker): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};
export type VoicesMessage = Extract<FromWorker, { readonly voices: unknown }>;

export type WorkerKeys = Keys & Pick<Life<never>, 'evidence'>;

/** The page's side of the key session in `worker`. Rejects when the worker cannot make keys. */
export function workerKeys(
  worker: WorkerLink,
  onVoices: (message: VoicesMessage) => void,
): Promise<WorkerKeys> {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let nextId = 1;

  const call = <N extends CallName>(name: N, ...args: Parameters<Calls[N]>) =>
    new Promise<ReturnType<Calls[N]>>((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, call: name, args } as ToWorker);
    });

  return new Promise((resolve, reject) => {
    const fail = () => {
      const error = new Error('the key worker does not run');
      reject(error);
      for (const one of waiting.values()) one.reject(error);
      waiting.clear();
    };
    worker.onerror = fail;
    worker.onmessage = ({ data }) => {
      if ('voices' in data) {
        onVoices(data);
      } else if ('ready' in data) {
        resolve({ ...data.ready, ...remote(call) });
      } else if ('failed' in data) {
        fail();
      } else {
        const one = waiting.get(data.id);
        waiting.delete(data.id);
        if ('fault' in data) one?.reject(new Error(`the key worker refused: ${data.fault}`));
        else one?.resolve(data.result as never);
      }
    };
  });
}

type Call = <N extends CallName>(name: N, ...args: Parameters<Calls[N]>) => Promise<ReturnType<Calls[N]>>;

const remote = (call: Call): Omit<WorkerKeys, 'key' | 'keyHash'> => ({
  proveJoin: (nonce, token, fingerprint) => call('proveJoin', nonce, token.reveal(), fingerprint),
  proveOffer: (nonce, fingerprint) => call('proveOffer', nonce, fingerprint),
  proveResume: (nonce) => call('proveResume', nonce),
  open: async (options, now) => {
    const opening = await call('open', { ...options, room: options.room.reveal() }, now);
    return { ...opening, fragment: linkFragment(opening.fragment) };
  },
  join: ({ room, fragment, token, card, profile }, now) =>
    call(
      'join',
      { room: room.reveal(), fragment: fragment.reveal(), token: token.reveal(), card, profile },
      now,
    ),
  receive: (message, now) => call('receive', message, now),
  order: (command, now) => call('order', command, now),
  write: (body, now) => call('write', body, now),
  writeNameless: (body, now) => call('writeNameless', body, now),
  answerKnock: (request, letIn, now) => call('answerKnock', request, letIn, now),
  tick: (now) => call('tick', now),
  evidence: (leaf) => call('evidence', leaf),
});
