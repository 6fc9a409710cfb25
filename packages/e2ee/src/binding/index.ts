/** For pages, which must not load the rest of the keys: what a device of an account signs. */
export { type AccountBinding, accountBindingStatement } from '../admission/binding.ts';
export { roomHash } from '../admission/link.ts';
