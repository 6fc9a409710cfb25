import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { RowsOnTheirWay } from '../../design/skeleton.tsx';
import { refusalOf } from '../../state/use-answer.ts';

type Answer<T> = {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
};

/** An answer that is on its way, there, or refused: the three things that every list and page can be. */
export function AnswerView<T>({
  answer,
  children,
  absent,
  rows = 4,
}: {
  answer: Answer<T>;
  children: (data: T) => ReactNode;
  /** Instead of the plain sentence, when what was asked for is not there. */
  absent?: ReactNode;
  rows?: number;
}) {
  const { t } = useTranslation();
  if (answer.data !== undefined) return children(answer.data);
  const why = refusalOf(answer.error);
  if (!why)
    return (
      <div role="status" aria-label={t('answers.loading')}>
        <RowsOnTheirWay rows={rows} />
      </div>
    );
  if (why === 'notFound' && absent) return absent;
  return (
    <div role="alert" className="grid justify-items-start gap-4 py-4">
      <p className="font-semibold text-danger">{t(`answers.refused.${why}`)}</p>
      <Button onClick={() => void answer.refetch()}>{t('answers.again')}</Button>
    </div>
  );
}
