/** What is wrong with the database, in one sentence that an operator can act on. */
export class DatabaseFault extends Error {}
