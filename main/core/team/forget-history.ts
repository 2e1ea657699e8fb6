/** What this computer remembers of a history that gives way to another [protocol: Choosing a history], beside its log and its chains. */
import { stateAnew } from "../heads/statements.ts";
import { dropAllIn } from "../store/letter-rows.ts";
import { removeSealed } from "../store/sealed-rows.ts";
import type { Notices } from "./notices.ts";
import type { TeamArea } from "./team-area.ts";

/** Letters in and out, and others' statements, are counted and named by the server and the log that are left. */
const forgotten = ["letter-inboxes", "letter-runs", "others-stated"] as const;

/** Inside the transaction that takes the other one; `common`: the last entry of both. */
export function forgetHistory(area: TeamArea, notices: Pick<Notices, "backTo">, common: number): void {
  for (const name of forgotten) removeSealed(area.db, "settings", name);
  dropAllIn(area.db);
  stateAnew(area);
  area.facts.forget();
  notices.backTo(common);
}
