/** Tells events to listeners; a listener that throws is a bug of the listener and must not stop the others. */
import type { EventName, Events } from "../../shared/contract/commands.ts";
import { createListeners, type Listener } from "../../shared/contract/listeners.ts";

export type Emitter = {
  emit<Name extends EventName>(name: Name, event: Events[Name]): void;
  on<Name extends EventName>(name: Name, listener: Listener<Name>): () => void;
};

/** Makes an emitter; `failed` hears of a listener that threw. */
export function createEmitter(failed: () => void): Emitter {
  const listeners = createListeners();
  return {
    emit(name, event) {
      for (const listener of listeners.of(name)) {
        try {
          listener(event);
        } catch {
          failed();
        }
      }
    },
    on: listeners.add,
  };
}
