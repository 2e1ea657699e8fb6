/** The answer of acts that became entries of the team log. */
import type { Act } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";

/** An act that went through; one that waits is answered where it is held (`heads/held-acts.ts`). */
export function done(): Act {
  return { act: newId<string>(), state: "done", waitsFor: [] };
}
