/** Who listens for which event, with the event's own type: for whoever tells events, in the core and in the page. */
import type { EventName, Events } from "./commands.ts";

export type Listener<Name extends EventName> = (event: Events[Name]) => void;
type Table = { [Name in EventName]?: Set<Listener<Name>> };

export type Listeners = {
  /** Adds a listener once; the answer takes it away. */
  add<Name extends EventName>(name: Name, listener: Listener<Name>): () => void;
  of<Name extends EventName>(name: Name): Iterable<Listener<Name>>;
};

/** Nobody listens yet. */
export function createListeners(): Listeners {
  const table: Table = {};
  function setOf<Name extends EventName>(name: Name): Set<Listener<Name>> {
    const known: Table[Name] = table[name];
    if (known !== undefined) return known;
    const made = new Set<Listener<Name>>();
    Object.assign(table, { [name]: made });
    return made;
  }
  return {
    add(name, listener) {
      const own = setOf(name).add(listener);
      return () => own.delete(listener);
    },
    of: setOf,
  };
}
