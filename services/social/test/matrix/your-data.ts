import { yourData } from '@stoa/protocol/social';
import { row } from './row.ts';

export const yourDataRows = [
  row(yourData.export, 'ok', () => ({})),
  row(
    yourData.deleteAccount,
    'malformed',
    ({ owner }) => ({ handle: owner.handle }),
    undefined,
    'of somebody else',
  ),
  row(yourData.figures, 'notFound notFound notFound notFound notFound notFound ok', () => ({})),
];
