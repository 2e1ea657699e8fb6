/** Tells events to listeners; a listener that throws is a bug of the listener and must not stop the others. */
import type { EventName, Events } from "../../shared/contract/commands.ts";

export type Emitter = {
  emit<Name extends EventName>(name: Name, event: Events[Name]): void;
  on<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void;
};

/** Makes an emitter; `failed` hears of a listener that threw. */
export function createEmitter(failed: () => void): Emitter {
  const listeners = new Map<string, Set<(event: never) => void>>();
  return {
    emit(name, event) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          listener(event as never);
        } catch {
          failed();
        }
      }
    },
    on(name, listener) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener as (event: never) => void));
      return () => own.delete(listener as (event: never) => void);
    },
  };
}
