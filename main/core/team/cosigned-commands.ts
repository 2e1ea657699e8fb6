/** What commands want of the log that may need a second signature, one row each: asked before their handler, and by it. */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import type { IntentOf } from "../../../shared/protocol/team-log/compose-intents.ts";
import type { CosignedType } from "../../../shared/protocol/team-log/cosigned-types.ts";
import type { CosignedCommand } from "./cosigned-rules.ts";
import { revocationWanted } from "./devices.ts";
import { removalWanted, roleWanted } from "./removal.ts";
import type { TeamParts } from "./team-area.ts";
import { rulesWanted } from "./team-rules.ts";

/** What is wanted of the log by whoever may need a second signature for it. */
export type CosignedIntent = { [Type in CosignedType]: IntentOf<Type> }[CosignedType];

const commands: {
  readonly [Name in CosignedCommand]: (area: TeamParts, input: CommandParsed<Name>) => Result<CosignedIntent | null>;
} = {
  "policy.set": rulesWanted,
  "member.remove": removalWanted,
  "member.setRole": roleWanted,
  "device.revoke": revocationWanted,
};

/** Null where the command is none of them, or nothing is to be done. */
export function wantedBy(area: TeamParts, name: string, input: unknown): Result<CosignedIntent | null> {
  if (!Object.hasOwn(commands, name)) return ok(null);
  return (commands[name as CosignedCommand] as (area: TeamParts, input: unknown) => Result<CosignedIntent | null>)(
    area,
    input,
  );
}
