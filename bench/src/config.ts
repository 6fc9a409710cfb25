/** The one place of the bench that reads the environment: what programs that it starts inherit. */
export function environmentWith(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}
