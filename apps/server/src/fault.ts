/** Something the operator can put right: shown as one sentence, without a stack. */
export class Fault extends Error {}

/** The `code` of a Node system error, such as EADDRINUSE. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
