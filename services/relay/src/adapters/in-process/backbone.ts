import type { LinkId } from '@stoa/protocol';
import type { Backbone, OpenBackbone } from '../../process/backbone/backbone.ts';

/** Relays of one process, linked by calls. */
export function inProcessBackbone(): (link: LinkId) => OpenBackbone {
  const ends = new Map<LinkId, (from: LinkId, message: Buffer) => void>();
  return (link) => async (deliver) => {
    ends.set(link, deliver);
    const backbone: Backbone = {
      link,
      send(to, message) {
        if (ends.get(link) === deliver) ends.get(to)?.(link, message);
      },
      close() {
        if (ends.get(link) === deliver) ends.delete(link);
      },
    };
    return backbone;
  };
}
