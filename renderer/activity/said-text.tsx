/** What was done, with what it was done to in bold: a name in another direction turns no other word around. */
import type { ActivityShape } from "../../shared/contract/activity.ts";
import { type Names, saidOf } from "./activity-rows.ts";

/** One sentence. */
export function SaidText({ event, names }: { event: ActivityShape; names: Names }) {
  const [did, what = "", rest = ""] = saidOf(event, names);
  return (
    <>
      <span className="t2">{did}</span>
      {what !== "" && <> </>}
      {what !== "" && (
        <b>
          <bdi>{what}</bdi>
        </b>
      )}
      {rest !== "" && <span className="t2"> {rest}</span>}
    </>
  );
}
