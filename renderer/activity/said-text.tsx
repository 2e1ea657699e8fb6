/** Who did what, with what it was done to in bold: a name in another direction turns no other word around. */
import type { ActivityShape } from "../../shared/contract/activity.ts";
import { afterName, type Readers, saidOf, whoOf } from "./activity-rows.ts";

/** One sentence. */
export function SaidText({ event, readers }: { event: ActivityShape; readers: Readers }) {
  const [did, what = "", rest = ""] = saidOf(event, readers.names);
  const who = whoOf(event, readers);
  return (
    <>
      {who !== null && (
        <>
          <b className="activity-who">
            <bdi>{who}</bdi>
          </b>{" "}
        </>
      )}
      <span className="t2">{who === null ? did : afterName(did)}</span>
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
