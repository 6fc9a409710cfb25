import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { createAnswers } from '../state/use-answer.ts';
import { type AppState, AppStateContext } from '../state/use-store.ts';

/** What every screen may reach, and the answers they share. */
export function AppProviders({ app, children }: { app: AppState; children: ReactNode }) {
  const [answers] = useState(createAnswers);
  return (
    <AppStateContext value={app}>
      <QueryClientProvider client={answers}>{children}</QueryClientProvider>
    </AppStateContext>
  );
}
