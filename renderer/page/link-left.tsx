/** What is left of a link between two computers, the same on both. */
import { words } from "../../shared/copy/words.ts";
import { useNow } from "./use-now.ts";

/** How often and how long the code of the other computer can still be typed. */
export function LinkLeft({ link: { tries, endsAt } }: { link: { tries: number; endsAt: number } }) {
  const now = useNow(true);
  return (
    <span className="line ends">
      <span>{words.newComputer.tries(tries)}</span>
      <span>{words.newComputer.left(endsAt - now)}</span>
    </span>
  );
}
