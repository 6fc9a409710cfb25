import type { Leaf } from '@stoa/protocol';
import { useMemo } from 'react';
import { type ChatLine, type LineAction, lineActions } from '../../../state/chat-lines.ts';
import { firstLink } from '../../../state/chat-text.ts';
import { boundOf, type RosterPerson } from '../../../state/room-people.ts';
import { useMyself } from '../../../state/use-me.ts';
import { useMeHere } from '../../../state/use-me-here.ts';
import { useRoom, useRoomView } from '../../../state/use-store.ts';
import { useActs } from '../room-acts.tsx';

/** What can be done about one line, and how. */
export function useLine(line: ChatLine) {
  const room = useRoom();
  const { act, report, pinThis } = useActs();
  const signedIn = useMyself().is === 'in';
  const me = useMeHere();
  const role = useRoomView((view) => personAt(view, line.leaf)?.role);
  const author = useRoomView((view) => view.audience.people.find(({ leaf }) => leaf === line.leaf));
  const silenced = useRoomView((view) => view.chat.silenced.includes(line.leaf));
  const bound = boundOf(author ?? personAt(room.view, line.leaf) ?? nobody);
  const account = bound?.id;
  const link = useMemo(() => firstLink(line.text), [line.text]);
  const actions = lineActions(me, line, {
    link: link !== undefined,
    authorModerates: role === 'moderator',
    silenced,
    reportable: signedIn && account !== undefined,
  });
  const run = (action: LineAction): void => {
    switch (action) {
      case 'pin':
        pinThis(link ?? '');
        return;
      case 'hide':
        void act(room.hide({ leaf: line.leaf, counter: line.counter }));
        return;
      case 'silence':
        void act(room.silence(line.leaf, true));
        return;
      case 'report':
        if (account)
          report({ about: { kind: 'message', account, name: line.name, where: 'room' }, leaf: line.leaf });
    }
  };
  return { actions, run };
}

const nobody = {} as RosterPerson;

function personAt(
  view: {
    readonly stage: readonly RosterPerson[];
    readonly audience: { readonly people: readonly RosterPerson[] };
  },
  leaf: Leaf,
): RosterPerson | undefined {
  return (
    view.stage.find((person) => person.leaf === leaf) ??
    view.audience.people.find((person) => person.leaf === leaf)
  );
}
