import { cleanTitle, type Leaf } from '@stoa/protocol';
import { reacted } from '../chat/board.ts';
import { type Body, cleanChat, cleanLink, type Reaction } from '../chat/words.ts';
import type { Room } from '../room-view.ts';
import { done, type FakePlay, refuse } from './fake-play.ts';

type Chat = Pick<Room, 'say' | 'react' | 'pin' | 'unpin' | 'hide' | 'setChat' | 'silence'>;

/** What this person writes, and what moderators decide about it. */
export function fakeChat(play: FakePlay): Chat {
  const { world } = play;
  const write = (body: Body, moderators = false) =>
    play.ask({ do: 'say', body }, () => {
      const isModerator = world.mine?.role === 'moderator';
      if (world.me === undefined || !play.view.chat.mayWrite || (moderators && !isModerator))
        return refuse('notAllowed');
      world.write(world.me, body);
      return done;
    });
  return {
    async say(text) {
      const cleaned = cleanChat(text);
      return cleaned === undefined ? refuse('malformed') : write({ k: 'chat', text: cleaned });
    },
    react: (sign) =>
      play.ask({ do: 'react', sign }, () => {
        if (!play.view.chat.mayReact) return refuse('notAllowed');
        world.board = reacted(world.board, sign, world.now());
        return done;
      }),
    async pin(url, title) {
      const link = cleanLink(url);
      const name = cleanTitle(title);
      if (!link || !name) return refuse('malformed');
      return write({ k: 'pin', url: link.href, title: name }, true);
    },
    unpin: () => write({ k: 'unpin' }, true),
    hide: ({ leaf, counter }) => write({ k: 'hide', leaf, counter }, leaf !== world.me),
    setChat: (who) =>
      play.ask({ do: 'setChat', who }, () => {
        if (world.mine?.role !== 'moderator') return refuse('notAllowed');
        world.chatWho = who;
        return done;
      }),
    silence: (leaf, silenced) =>
      play.moderate({ do: 'silence', leaf, silenced }, () => {
        if (silenced && world.person(leaf).role === 'moderator') return refuse('notAllowed');
        world.silence(leaf, silenced);
        return done;
      }),
  };
}

/** What others in the fake room write, and what happens to it. */
export type ChatDriver = {
  /** Returns the message's number; `hides` wants it. */
  says(leaf: Leaf, text: string): number;
  reacts(sign: Reaction): void;
  /** All that are shown are over. */
  reactionsFade(): void;
  pins(leaf: Leaf, url: string, title: string): void;
  unpins(leaf: Leaf): void;
  hides(by: Leaf, message: { readonly leaf: Leaf; readonly counter: number }): void;
  chatIsFor(who: 'everybody' | 'stage' | 'nobody'): void;
  silences(leaf: Leaf, silenced: boolean): void;
  probation(seconds: number): void;
  /** Somebody on stage is on probation until then (ms since 1970); `undefined`: no longer. */
  probationEnds(leaf: Leaf, at: number | undefined): void;
  /** This person's time on stage is over. */
  myProbationIsOver(): void;
};

export function chatDriver({ world, ...play }: Pick<FakePlay, 'world'> & Driving): ChatDriver {
  const { change, emit } = play;
  return {
    says(leaf, text) {
      let counter = 0;
      change(() => {
        counter = world.write(leaf, { k: 'chat', text }).counter;
      });
      return counter;
    },
    reacts: (sign) =>
      change(() => {
        world.board = reacted(world.board, sign, world.now());
      }),
    reactionsFade: () =>
      change(() => {
        world.board = { ...world.board, reactions: [] };
      }),
    pins: (leaf, url, title) => change(() => void world.write(leaf, { k: 'pin', url, title })),
    unpins: (leaf) => change(() => void world.write(leaf, { k: 'unpin' })),
    hides: (by, message) => change(() => void world.write(by, { k: 'hide', ...message })),
    chatIsFor: (who) =>
      change(() => {
        world.chatWho = who;
      }),
    silences(leaf, silenced) {
      change(() => world.silence(leaf, silenced));
      if (leaf === world.me) emit({ type: 'silenced', silenced });
    },
    probation: (seconds) =>
      change(() => {
        world.probationSeconds = seconds;
      }),
    probationEnds: (leaf, at) => change(() => world.setProbationEnd(leaf, at)),
    myProbationIsOver() {
      change(() => world.me !== undefined && world.setRole(world.me, 'listener'), true);
      emit({ type: 'probationOver' });
    },
  };
}

type Driving = {
  /** `own`: it is told otherwise, not as a move to the audience. */
  change(act: () => void, own?: boolean): void;
  emit: FakePlay['emit'];
};
