import type { Endpoint } from '@stoa/protocol/social';
import {
  QueryClient,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { z } from 'zod';
import { CallRefused, type Refused } from '../api/call.ts';
import { useApp } from './use-store.ts';

/** Answers are kept in memory only. What the server said no to is not asked again by itself. */
export const createAnswers = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (times, error) => refusalOf(error) === 'offline' && times < 3,
      },
      mutations: { retry: false },
    },
  });

/** The answer to a call that changes nothing: kept, shared between screens, asked again when it is old. */
export function useAnswer<B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<B, R>,
  body: z.output<B>,
  options: { readonly enabled?: boolean } = {},
): UseQueryResult<z.output<R>, Error> {
  const { call } = useApp();
  return useQuery({
    queryKey: [endpoint.path, z.encode(endpoint.body, body)],
    queryFn: ({ signal }) => call(endpoint, body, signal),
    enabled: options.enabled ?? true,
  });
}

/** An answer that comes in pages: `next` of one is the cursor of the one after it. */
export function usePages<Page extends { readonly next?: string | undefined }>(
  key: readonly [path: string, ...of: string[]],
  ask: (at: { readonly cursor?: string }, signal: AbortSignal) => Promise<Page>,
) {
  return useInfiniteQuery({
    queryKey: key,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => ask(pageParam === undefined ? {} : { cursor: pageParam }, signal),
    getNextPageParam: (page: Page) => page.next,
  });
}

/** What was answered before is stale: every screen that shows it asks again. Resolves when they have. */
export function useRefresh(): (changed: readonly Endpoint[]) => Promise<void> {
  const answers = useQueryClient();
  return async (changed) => {
    await Promise.all(changed.map(({ path }) => answers.invalidateQueries({ queryKey: [path] })));
  };
}

/** A call that changes something, and what it makes stale. */
export function useAct<B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<B, R>,
  changes: readonly Endpoint[] = [],
) {
  const { call } = useApp();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: z.output<B>) => call(endpoint, body),
    onSuccess: () => refresh(changes),
  });
}

export const refusalOf = (error: unknown): Refused | undefined =>
  error === null || error === undefined ? undefined : error instanceof CallRefused ? error.why : 'unexpected';
