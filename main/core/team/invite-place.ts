/** Where people get the app, as whoever invites said last: for the messages of all their invites, sealed on this computer. */
import { z } from "zod";
import { strict, typedText } from "../../../shared/encoding/fields.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { type SealedRecord, sealedRecord } from "../local/sealed-record.ts";
import type { TeamArea } from "./team-area.ts";

const schema = strict({ form: z.literal(1), place: typedText(limits.nameChars) });
type Kept = z.output<typeof schema>;

const recordOf = (area: TeamArea): SealedRecord<Kept> => sealedRecord(area, "invite-place", schema);

/** As it was said last; empty where nothing was, also because somebody changed the file. */
export function invitePlace(area: TeamArea): { place: string } {
  return { place: recordOf(area).read()?.place ?? "" };
}

/** For the messages from now on. */
export function setInvitePlace(area: TeamArea, place: string): Record<string, never> {
  recordOf(area).write({ form: 1, place });
  area.emit("invite.changed", {});
  return {};
}
