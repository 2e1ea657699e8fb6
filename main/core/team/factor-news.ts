/**
 * What happened to a person's second factor since they last looked on this computer, as the server says [protocol: Second factor]. What
 * is kept is the last event that they saw, or did here: its number, and its time, for a restored server counts on from an older number.
 */
import type { FactorNews } from "../../../shared/contract/second-factor.ts";
import { strict, timeField, uintField } from "../../../shared/encoding/fields.ts";
import type { EpochMs } from "../../../shared/encoding/ids.ts";
import type { RouteResponse } from "../../../shared/protocol/routes/routes.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import type { TeamArea } from "./team-area.ts";

type Area = Pick<TeamArea, "db" | "profile" | "keys" | "log">;
type Events = RouteResponse<"secondFactor">["events"];

const recordIn = (area: Area) => sealedRecord(area, "factor-seen", strict({ number: uintField(), at: timeField() }));

/** Those that are news here; what came before this computer was there is none on it. */
export function newsOf(area: Area, events: Events): FactorNews[] {
  const record = recordIn(area).read();
  const came = area.log.state().devices.get(area.profile.device)?.addedAt ?? 0;
  return events.filter(({ number, at }) => (record === null ? at >= came : number > record.number || at > record.at));
}

/** This one and those before were seen, or done here. */
export function sawNews(area: Area, last: { number: number; at: EpochMs }): void {
  recordIn(area).write(last);
}
