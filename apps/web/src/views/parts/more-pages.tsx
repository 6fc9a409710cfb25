import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';

/** At the end of a list that comes in pages. */
export function MorePages({
  of,
}: {
  of: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
}) {
  const { t } = useTranslation();
  if (!of.hasNextPage) return null;
  return (
    <Button
      look="soft"
      className="mt-4 justify-self-start"
      disabled={of.isFetchingNextPage}
      onClick={() => void of.fetchNextPage()}
    >
      {t(of.isFetchingNextPage ? 'answers.loading' : 'answers.more')}
    </Button>
  );
}
