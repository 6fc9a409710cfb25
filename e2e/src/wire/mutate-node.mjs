// Loaded by `node --import` in processes that a test mutates; see mutations.ts.
import { register } from 'node:module';

register(new URL('./mutate-node-loader.mjs', import.meta.url));
