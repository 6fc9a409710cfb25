/** `AUDIT_WRITE=1` writes the page and the table that are kept in the repository instead of comparing them. */
export const regenerates = (): boolean => process.env.AUDIT_WRITE === '1';
