// Loaded by `node --import` in processes that a test mutates, the edits in its query; see mutations.ts.
import { register } from 'node:module';

const here = new URL(import.meta.url);
const data = JSON.parse(here.searchParams.get('edits') ?? '[]');
register(new URL('./mutate-node-loader.mjs', here), { data });
