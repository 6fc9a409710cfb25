import type { NodeParticipant } from '@stoa/client/node';

/** A guest raises a hand and the host invites it; over when the guest is a speaker. Fails when either is refused. */
export async function ontoStage(host: NodeParticipant, guest: NodeParticipant): Promise<void> {
  const raised = await guest.room.raiseHand();
  if (!raised.ok) throw new Error(`the hand was refused: ${raised.why}`);
  const { leaf } = guest.room.view.me!;
  // By leaf: the hand of whoever came on stage before may still be shown.
  await host.until(({ hands }) => hands.people.some((one) => one.leaf === leaf));
  const invited = await host.room.invite(leaf);
  if (!invited.ok) throw new Error(`the invitation was refused: ${invited.why}`);
  await guest.until(({ me }) => me?.role === 'speaker');
}
