import { accounts, type Me } from '@stoa/protocol/social';
import { useQueryClient } from '@tanstack/react-query';
import { refusalOf, useAnswer } from './use-answer.ts';

/** Who is signed in on this device. */
export type Myself =
  | { readonly is: 'asking' }
  | { readonly is: 'out' }
  /** The server does not answer: what needs no account goes on working. */
  | { readonly is: 'unknown' }
  | { readonly is: 'in'; readonly me: Me };

export function useMyself(): Myself {
  const { data, error } = useAnswer(accounts.me, {});
  if (data) return { is: 'in', me: data };
  const why = refusalOf(error);
  if (!why) return { is: 'asking' };
  return why === 'offline' ? { is: 'unknown' } : { is: 'out' };
}

/** On pages that only signed-in people see. */
export function useMe(): Me {
  const { data } = useAnswer(accounts.me, {});
  if (!data) throw new Error('nobody is signed in here');
  return data;
}

/** After signing in, nothing that was answered before may stay. (Signing out loads the page anew.) */
export function useNewMyself(): (me: Me) => void {
  const answers = useQueryClient();
  return (me) => {
    answers.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== accounts.me.path });
    answers.setQueryData([accounts.me.path, {}], me);
  };
}
