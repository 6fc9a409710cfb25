import { roomHandle, subject } from '@stoa/protocol';
import type { VoiceNewsOnWire } from '@stoa/protocol/fleet';
import type { VoiceNews } from '@stoa/social';

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
  if (kind === 'opened' || kind === 'ended') return { kind, room };
  if (kind === 'seat') {
    if (rest.subject === undefined || rest.role === undefined) return undefined;
    return { kind, room, subject: subject(rest.subject), role: rest.role } as VoiceNews;
  }
  if (rest.act === undefined || rest.by === undefined) return undefined;
  const of = rest.of === undefined ? undefined : subject(rest.of);
  return { kind, room, act: rest.act, by: subject(rest.by), of } as VoiceNews;
}
