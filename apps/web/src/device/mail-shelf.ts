import { type Conversation, type Message, sameKey } from './conversation.ts';
import { answered, transact } from './database.ts';

/** What is given to a change: the conversation, and which of the messages were not there. */
export type Step = (now: Conversation | undefined, fresh: readonly Message[]) => Conversation | undefined;

/** Where conversations lie. Each call is one step, whatever other tabs do meanwhile. */
export type MailShelf = {
  conversations(account: string): Promise<readonly Conversation[]>;
  /** The newest, oldest first. */
  messages(account: string, other: string): Promise<readonly Message[]>;
  waiting(account: string): Promise<readonly Message[]>;
  /**
   * Messages that arrived are stored unless they are there, those of one's own writing always. Then `step` says what the
   * conversation is; undefined leaves it.
   */
  change(
    of: { readonly account: string; readonly other: string },
    how: 'arrived' | 'written',
    messages: readonly Message[],
    step: Step,
  ): Promise<void>;
  /** Messages that wait for a look at changed keys go on waiting to be sent. */
  release(account: string, other: string): Promise<void>;
  /** What was written in one's own name by devices with these keys (Ed25519) is one's own. */
  prove(account: string, signKeys: readonly Uint8Array[]): Promise<void>;
  remove(account: string, other: string): Promise<void>;
  forget(account: string): Promise<void>;
};

const newest = 500;
const both = ['conversations', 'messages'] as const;
/** Above every text and number in the order of IndexedDB. */
const last: IDBValidKey = [];
const allOf = (...start: string[]) => IDBKeyRange.bound(start, [...start, last]);

export const browserMailShelf: MailShelf = {
  conversations: (account) =>
    transact(['conversations'], 'readonly', (store) =>
      answered(store('conversations').getAll(allOf(account)) as IDBRequest<Conversation[]>),
    ),
  messages: (account, other) =>
    transact(['messages'], 'readonly', async (store) => {
      const all: Message[] = [];
      const index = store('messages').index('inOrder');
      await each(index.openCursor(allOf(account, other), 'prev'), (cursor) => {
        all.push(cursor.value as Message);
        return all.length < newest;
      });
      return all.reverse();
    }),
  waiting: (account) =>
    transact(['messages'], 'readonly', async (store) => {
      const index = store('messages').index('byState');
      const all: Message[] = await answered(index.getAll(IDBKeyRange.only([account, 'waiting'])));
      return all.sort((a, b) => a.at - b.at);
    }),
  change: ({ account, other }, how, messages, step) =>
    transact(both, 'readwrite', async (store) => {
      const fresh: Message[] = [];
      for (const one of messages) {
        const there: unknown = await answered(store('messages').get([account, one.message]));
        if (there === undefined) fresh.push(one);
        if (there === undefined || how === 'written') await answered(store('messages').put(one));
      }
      const now: Conversation | undefined = await answered(store('conversations').get([account, other]));
      const next = step(now, fresh);
      if (next) await answered(store('conversations').put(next));
    }),
  release: (account, other) =>
    transact(['messages'], 'readwrite', async (store) => {
      const index = store('messages').index('byState');
      const held: Message[] = await answered(index.getAll(IDBKeyRange.only([account, 'held'])));
      for (const one of held.filter((message) => message.other === other)) {
        await answered(store('messages').put({ ...one, state: 'waiting' }));
      }
    }),
  prove: (account, signKeys) =>
    transact(both, 'readwrite', async (store) => {
      const index = store('messages').index('byState');
      const all: Message[] = await answered(index.getAll(IDBKeyRange.only([account, 'unproven'])));
      const proven = all.filter((one) => isSignedBy(one, signKeys));
      for (const one of proven) await answered(store('messages').put({ ...one, state: 'sent' }));
      const open = new Set(all.filter((one) => !proven.includes(one)).map(({ other }) => other));
      for (const other of new Set(proven.map((one) => one.other))) {
        const there: Conversation | undefined = await answered(store('conversations').get([account, other]));
        if (there && !open.has(other)) await answered(store('conversations').put(withoutDoubt(there)));
      }
    }),
  remove: (account, other) =>
    transact(both, 'readwrite', async (store) => {
      await answered(store('conversations').delete([account, other]));
      const index = store('messages').index('inOrder');
      await each(index.openCursor(allOf(account, other)), (cursor) => {
        cursor.delete();
        return true;
      });
    }),
  forget: (account) =>
    transact(both, 'readwrite', async (store) => {
      await answered(store('conversations').delete(allOf(account)));
      await answered(store('messages').delete(allOf(account)));
    }),
};

export const isSignedBy = ({ proof }: Message, signKeys: readonly Uint8Array[]): boolean =>
  signKeys.some((key) => proof !== undefined && sameKey(proof.signKey, key));

/** Nothing in it is of a device that nobody has confirmed. */
export function withoutDoubt(one: Conversation): Conversation {
  if (!one.last) return one;
  const { text, at, mine } = one.last;
  return { ...one, last: { text, at, mine } };
}

/** Goes on as long as `visit` says so. */
const each = (
  request: IDBRequest<IDBCursorWithValue | null>,
  visit: (cursor: IDBCursorWithValue) => boolean,
): Promise<void> =>
  new Promise((resolve, reject) => {
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      if (request.result && visit(request.result)) request.result.continue();
      else resolve();
    };
  });
