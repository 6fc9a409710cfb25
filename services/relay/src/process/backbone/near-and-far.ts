import type { LinkId } from '@stoa/protocol';
import type { Backbone } from './backbone.ts';

/** A relay of a fleet: those of its own host are reached by one way, all others by another; each by one alone. */
export function nearAndFar(host: string, link: LinkId, near: Backbone | undefined, far: Backbone): Backbone {
  const ours = `${host}.`;
  return {
    link,
    send(to, message) {
      if (near && to.startsWith(ours)) near.send(to, message);
      else far.send(to, message);
    },
    close() {
      near?.close();
      far.close();
    },
  };
}
