import type { Endpoint } from '@stoa/protocol/social';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import type { z } from 'zod';
import { CallRefused } from '../api/call.ts';
import { useApp } from './use-store.ts';

/**
 * What the id after the `#` of the address stands for. Ids stand there because what follows the `#` is never sent to a
 * server as part of an address. One that is no id is as absent as one that nobody has.
 */
export function useHashAnswer<B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<B, R>,
  name: string,
) {
  const { call } = useApp();
  const hash = useLocation({ select: (location) => location.hash });
  const body = { [name]: hash };
  const answer = useQuery({
    // As `useAnswer` writes it, so that both are one answer.
    queryKey: [endpoint.path, body],
    queryFn: async ({ signal }): Promise<z.output<R>> => {
      const read = endpoint.body.safeParse(body);
      if (!read.success) throw new CallRefused('notFound');
      return call(endpoint, read.data, signal);
    },
  });
  return { hash, answer };
}
