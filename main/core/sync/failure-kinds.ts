/** What a failure of syncing means for going on, by the row of its code. */
import { codeRule, type Failure } from "../../../shared/failures.ts";

/** The server, or this computer's disk, was not reached: nothing was shown that could be checked. */
export function isTransportFailure({ code }: Failure): boolean {
  return codeRule(code).about === "transport";
}

/** Whether a refusal says that the vault's chain itself is unsound. */
export function indictsVault({ code }: Failure): boolean {
  const { indicts } = codeRule(code);
  return indicts === "vault" || indicts === "both";
}

/** Whether the team log, as the server shows it, can not be followed: then everything stands still until it can. */
export function indictsTeamLog({ code }: Failure): boolean {
  const { indicts } = codeRule(code);
  return indicts === "log" || indicts === "both";
}
