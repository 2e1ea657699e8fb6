/** What a failure of syncing means for going on, by the row of its code. */
import { codeRule, type Failure } from "../../../shared/failures.ts";

/** The server, or this computer's disk, was not reached, or it takes nothing in this session yet: nothing was shown that could be checked. */
export function isTransportFailure(failure: Failure): boolean {
  return codeRule(failure.code).about === "transport" || asksOfSession(failure) !== null;
}

/** What the team's rule asks of a person's sessions before anything else: an answer of their second factor, or to set one up. */
export function asksOfSession({ code, detail }: Failure): "enrol" | "session" | null {
  const reason = code === "step-up" ? detail?.reason : null;
  return reason === "enrol" || reason === "session" ? reason : null;
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
