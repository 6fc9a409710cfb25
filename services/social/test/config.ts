/** A real PostgreSQL to run the same tests on, such as postgres://postgres@localhost/postgres; its user may create databases. */
export const testDatabaseUrl = process.env.TEST_DATABASE_URL;

/** For a program that is started with this address. */
export const withTestDatabase = (url: string) => ({ ...process.env, TEST_DATABASE_URL: url });
