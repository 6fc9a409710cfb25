// Two people with accounts who follow each other, where the deployment lets somebody sign up.
import { fromBase64Url } from '@stoa/protocol';
import { type Account, Refused, signUp } from './account.ts';
import type { PlantedText } from './played.ts';

export type MemberWish = { readonly handle: string; readonly name: string; readonly bio: string };
type Plant = (one: PlantedText) => void;

const bytesOf = ({ id }: Account): Buffer => Buffer.from(fromBase64Url(id.reveal()) ?? []);

/** Everything of them is planted. @returns a sentence when the deployment has no accounts, or refuses new ones */
export async function makeMembers(
  server: string,
  wishes: readonly [MemberWish, MemberWish],
  plant: Plant,
): Promise<readonly [Account, Account] | string> {
  const made: Account[] = [];
  try {
    for (const { handle, name, bio } of wishes) {
      const account = await signUp(server, { handle, name });
      made.push(account);
      plant({ kind: 'account', what: 'account id of a member', base64: bytesOf(account).toString('base64') });
      plant({ kind: 'account', what: 'handle of a member', text: handle });
      plant({ kind: 'account', what: 'account name of a member', text: name });
      plant({ kind: 'account', what: 'bio of a member', text: bio });
      await account.settle(bio);
    }
    const [one, other] = made as [Account, Account];
    for (const pair of [
      [one, other],
      [other, one],
    ] as const) {
      await pair[0].follow(pair[1]);
      const ids = Buffer.concat(pair.map(bytesOf)).toString('base64');
      plant({ kind: 'account', what: 'follow of one member by another', base64: ids });
    }
    return [one, other];
  } catch (error) {
    await deleteAll(made);
    if (error instanceof Refused) return reasonOf(error);
    throw error;
  }
}

const reasonOf = ({ code }: Refused): string =>
  ['404', 'notFound'].includes(code)
    ? 'the deployment has no accounts'
    : `the deployment refused to make accounts for this run ("${code}")`;

/** @returns how many could not be deleted */
export async function deleteAll(all: readonly Account[]): Promise<number> {
  const gone = await Promise.all(
    all.map((account) =>
      account.delete().then(
        () => true,
        () => false,
      ),
    ),
  );
  return gone.filter((one) => !one).length;
}
