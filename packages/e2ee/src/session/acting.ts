import { leaf as leafOf } from '@stoa/protocol';
import { due } from '../admission/due.ts';
import type { Draft } from '../admission/duties.ts';
import { moderator } from '../admission/head.ts';
import { type Device, timeIn } from './device.ts';
import { answerDoor } from './door.ts';
import { handOver, sendLetters } from './letters.ts';
import { draftOf, sendGeneration, sendHead, startAnew } from './new-heads.ts';
import { admissionPair } from './opening.ts';
import { signedOrder } from './signed-order.ts';
import { ready } from './stewarding.ts';

/** What was sent and not taken after so long is done again. */
const againMs = 1_500;
const maxTries = 3;
/** How long a moderator that is to act waits for the tree before it makes another. */
const stuckMs = 5_000;
/** How long somebody may be on control's stage whom no invitation that is known here brought there. */
const uninvitedMs = 4_000;

/** One turn of a steward: the acting one signs heads and lets people in, the others answer knocks. */
export async function act(device: Device, now: number): Promise<void> {
  const { steward } = device;
  await sendLetters(device, now);
  takeBackUnanswered(device, now);
  if (isStuck(device, now)) steward.startAsked = true;
  if (steward.startAsked) await startAnew(device, now);
  if (!ready(device)) return;
  await prepareAdmission(device);
  // Whoever made this generation of keys hands it on, also when another one was named meanwhile.
  if (steward.acting || device.followed.head.stewardLeaf === device.me) await handOver(device);
  if (steward.acting) {
    await sendDown(device, now);
    const draft = draftOf(device);
    const wanted = steward.sentHead ? 'nothing' : due(momentOf(device, draft, now));
    const turnsKeys = wanted === 'epoch' || wanted === 'generation';
    // Whoever is let in now gets the running epoch's secret and a leaf that the next cover does not know.
    if (turnsKeys && steward.sent.length > 0) return;
    if (wanted === 'generation') await sendGeneration(device, draft, now, false);
    else if (wanted !== 'nothing') await sendHead(device, draft, now, wanted === 'epoch');
    if (steward.sentHead?.turnsKeys || steward.sentHead?.takesOver) return;
  }
  await answerDoor(device, now);
}

/**
 * A moderator that control wants to act and that nobody gave the tree: the one before it is gone. How long it has been
 * acting does not count, because control passes over whoever is silent, and turns from one such moderator to the other.
 */
function isStuck({ steward, followed, me }: Device, now: number): boolean {
  const { head } = followed;
  const hasTree = steward.master?.generation === head.generation && steward.chain !== undefined;
  if (hasTree || !moderator(head.stage, me)) {
    steward.lacksTreeSince = undefined;
    return false;
  }
  steward.lacksTreeSince ??= now;
  return steward.acting && now - steward.lacksTreeSince >= stuckMs;
}

/**
 * On stage, says control, and no invitation is here by which to sign that: a steward that is gone knew of it, or control
 * made it up. Either way everybody sees the same stage again once that person is off it, and can be invited anew.
 */
async function sendDown(device: Device, now: number): Promise<void> {
  const { steward } = device;
  // An invitation may be among the orders whose signer's promotion is on its way.
  if (steward.held.length > 0) return;
  const time = timeIn(device, now);
  for (const [leaf, since] of steward.duties.uninvited) {
    if (time - since < uninvitedMs) continue;
    const command = { do: 'moveToAudience', leaf: leafOf(leaf) } as const;
    const order = await signedOrder(device, command, now);
    device.out.push({ type: 'send', message: { t: 'command', id: 0, command, order } });
    // Until the order comes back with everybody else's.
    const uninvited = new Map(steward.duties.uninvited).set(leaf, time);
    steward.duties = { ...steward.duties, uninvited };
  }
}

const momentOf = (device: Device, draft: Draft, now: number): Parameters<typeof due>[0] => {
  const { steward, followed, me } = device;
  return {
    ...{ draft, me },
    roomTime: timeIn(device, now),
    head: followed.head,
    size: steward.log.size,
    leaverSince: steward.leaverSince,
    knowers: steward.knowers,
    removed: steward.log.removed,
    sendersUsed: followed.senders.size,
    epochWanted: steward.epochWanted,
    leafShared: steward.leafShared,
  };
};

async function prepareAdmission(device: Device): Promise<void> {
  const { steward } = device;
  if (!steward.master || steward.admission?.generation === steward.master.generation) return;
  const { key, generation } = steward.master;
  steward.admission = { generation, pair: await admissionPair(key, generation) };
}

function takeBackUnanswered(device: Device, now: number): void {
  const { steward } = device;
  if (steward.sentHead && now - steward.sentHead.at >= againMs) steward.sentHead = undefined;
  if (!steward.sent.some(({ at }) => now - at >= againMs)) return;
  for (const { request } of steward.sent) {
    const waiting = steward.waiting.get(request);
    if (waiting && ++waiting.tries >= maxTries) steward.waiting.delete(request);
  }
  steward.sent = [];
}
