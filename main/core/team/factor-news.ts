/**
 * What happened to a person's second factor since they last looked on this computer, as the server says [protocol: Second factor]. What
 * is kept is the last event that they saw, by its number and its time, for a restored server counts on from an older number; and what
 * was done here since, which is no news here and hides nothing that came before it.
 */
import { z } from "zod";
import type { FactorNews } from "../../../shared/contract/second-factor.ts";
import { strict, timeField, uintField } from "../../../shared/encoding/fields.ts";
import type { EpochMs } from "../../../shared/encoding/ids.ts";
import type { RouteResponse } from "../../../shared/protocol/routes/routes.ts";
import { factorRules } from "../../../shared/protocol/routes/second-factor-routes.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import type { TeamArea } from "./team-area.ts";

type Area = Pick<TeamArea, "db" | "profile" | "keys" | "log">;
type Events = RouteResponse<"secondFactor">["events"];
type Named = { number: number; at: EpochMs };

const named = strict({ number: uintField(), at: timeField() });
const schema = strict({ seen: named.nullable(), did: z.array(named).max(factorRules.eventsKept) });
const recordIn = (area: Area) => sealedRecord(area, "factor-seen", schema);

/** Those that are news here; what came before this computer was there is none on it. */
export function newsOf(area: Area, events: Events): FactorNews[] {
  const { seen = null, did = [] } = recordIn(area).read() ?? {};
  const came = area.log.state().devices.get(area.profile.device)?.addedAt ?? 0;
  const isOwn = ({ number, at }: Named) => did.some((one) => one.number === number && one.at === at);
  return events.filter((event) => (seen === null ? event.at >= came : isAfter(event, seen)) && !isOwn(event));
}

const isAfter = (one: Named, other: Named): boolean => one.number > other.number || one.at > other.at;

/** This one and those before were seen. */
export function sawNews(area: Area, last: Named): void {
  const record = recordIn(area);
  record.write({ seen: last, did: (record.read()?.did ?? []).filter((one) => isAfter(one, last)) });
}

/** The newest that this computer did was done here, just now. */
export function didHere(area: Area, events: Events): void {
  const { user, device } = area.profile;
  const own = events.find((event) => event.what !== "released" && event.device === device && event.by === user);
  if (own === undefined) return;
  const record = recordIn(area);
  const { seen = null, did = [] } = record.read() ?? {};
  record.write({ seen, did: [{ number: own.number, at: own.at }, ...did].slice(0, factorRules.eventsKept) });
}
