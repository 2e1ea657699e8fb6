/** A page without a right to a channel: it says so and shows nothing. */
import { words } from "../../shared/copy/words.ts";

/** Shown where the host takes neither token nor cookie. */
export function LostScreen() {
  return (
    <main className="alone">
      <h1 className="screen-title">{words.lost.title}</h1>
      <p className="t2">{words.lost.note}</p>
    </main>
  );
}
