/**
 * Subscriptions between areas of the core: a lower area tells, whoever was composed above it listens. Unlike the events for
 * pages (`emitter.ts`) an exception is not caught here: a listener that meets a full disk ends the work that told it.
 */
export type Subscriptions<Events> = {
  /** Listens; the answer ends it. Listeners are told in the order in which they came. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void;
  tell<Name extends keyof Events>(name: Name, event: Events[Name]): void;
};

/** Makes subscriptions for one table of events. */
export function createSubscriptions<Events>(): Subscriptions<Events> {
  const listeners: { [Name in keyof Events]?: Set<(event: Events[Name]) => void> } = {};
  return {
    on(name, listener) {
      const own = listeners[name] ?? new Set();
      listeners[name] = own.add(listener);
      return () => void own.delete(listener);
    },
    tell(name, event) {
      for (const listener of listeners[name] ?? []) listener(event);
    },
  };
}
