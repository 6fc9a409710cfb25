import type { Leaf, Role, Subject } from '@stoa/protocol';

export type SeatRole = Role | 'gone';

/** Tells each change of somebody's seat once: effects repeat a seat whenever anything about it is set anew. */
export class SeatTelling {
  readonly #tell: (who: Subject, role: SeatRole, isNew: boolean) => void;
  readonly #known = new Map<Leaf, { readonly who: Subject; readonly role: Role }>();

  constructor(tell: (who: Subject, role: SeatRole, isNew: boolean) => void) {
    this.#tell = tell;
  }

  seated(leaf: Leaf, person: { readonly subject: Subject; readonly role: Role } | undefined): void {
    if (!person || this.#known.get(leaf)?.role === person.role) return;
    const isNew = !this.#known.has(leaf);
    this.#known.set(leaf, { who: person.subject, role: person.role });
    this.#tell(person.subject, person.role, isNew);
  }

  /** Whoever had the room before has told it. */
  known(leaf: Leaf, who: Subject, role: Role): void {
    this.#known.set(leaf, { who, role });
  }

  gone(leaf: Leaf): void {
    const known = this.#known.get(leaf);
    if (!known) return;
    this.#known.delete(leaf);
    this.#tell(known.who, 'gone', false);
  }
}
