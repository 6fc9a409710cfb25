import { roomHandle, subject } from '@stoa/protocol';
import type { VoiceNewsOnWire } from '@stoa/protocol/fleet';
import type { VoiceNews } from '@stoa/social';

type NewsOf<K extends VoiceNews['kind']> = Extract<VoiceNews, { kind: K }>;
type Role = NewsOf<'seat'>['role'];
type Act = NewsOf<'act'>['act'];

const roles: Record<Role, true> = { moderator: true, speaker: true, listener: true, gone: true };
const acts: Record<Act, true> = {
  ...{ invited: true, handDismissed: true, demoted: true, moderator: true, removed: true, muted: true },
  ...{
    frozen: true,
    thawed: true,
    silenced: true,
    unsilenced: true,
    chatChanged: true,
    probation: true,
    kept: true,
  },
};
const isRole = (text: string | undefined): text is Role => text !== undefined && Object.hasOwn(roles, text);
const isAct = (text: string | undefined): text is Act => text !== undefined && Object.hasOwn(acts, text);

export function toWire(news: VoiceNews): VoiceNewsOnWire {
  const { kind } = news;
  const room = news.room.reveal();
  if (kind === 'seat') return { kind, room, subject: news.subject.reveal(), role: news.role };
  if (kind !== 'act') return { kind, room };
  return { kind, room, act: news.act, by: news.by.reveal(), ...(news.of && { of: news.of.reveal() }) };
}

/** Undefined for what a newer version says and we do not know. */
export function fromWire({ kind, room: text, ...rest }: VoiceNewsOnWire): VoiceNews | undefined {
  const room = roomHandle(text);
  switch (kind) {
    case 'opened':
    case 'ended':
      return { kind, room };
    case 'seat':
      if (rest.subject === undefined || !isRole(rest.role)) return undefined;
      return { kind, room, subject: subject(rest.subject), role: rest.role };
    case 'act': {
      if (!isAct(rest.act) || rest.by === undefined) return undefined;
      const of = rest.of === undefined ? undefined : subject(rest.of);
      return { kind, room, act: rest.act, by: subject(rest.by), of };
    }
    default:
      return undefined;
  }
}
