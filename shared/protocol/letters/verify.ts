/**
 * Who wrote a letter, and whether it still counts [protocol: Letters]. Only readers of an inbox can check this: the server sees
 * none of it.
 */
import { verifyBytes } from "../../crypto/sign.ts";
import type { VaultId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { covers, headAt, rightAt } from "../team-log/state/rules.ts";
import type { TeamState } from "../team-log/state/team-state.ts";
import { type Letter, parseLetter } from "./letter.ts";
import { isLetterType, letterRule } from "./letter-types.ts";

/** Verifies opened bytes for the inbox in which they were found: place, author, signature, position in the log. */
export function verifyLetter(state: TeamState, inbox: VaultId, bytes: Uint8Array): Result<Letter> {
  const parsed = parseLetter(bytes);
  if (!parsed.ok) return parsed;
  const { body, bodyBytes, sig } = parsed.value;
  if (body.team !== state.team) return fail("unknown-team");
  // A reader of one inbox may seal what they got there to another one: the signature does not go with it.
  if (body.to !== inbox) return fail("signature", { vault: inbox, reason: "inbox" });
  const author = state.devices.get(body.from.device);
  const isTheirs = author?.user === body.from.user && author.kind === "computer";
  if (!isTheirs) return fail("signature", { vault: inbox, reason: "author" });
  if (!verifyBytes(author.signPk, "letter-signature", bodyBytes, sig)) return fail("signature", { vault: inbox });
  const detail = { vault: inbox, user: body.from.user, device: body.from.device };
  const seen = headAt(state, body.logSeq);
  // Above my head: the log comes first (the caller syncs it and verifies again).
  if (seen === null) return fail("log-gap", { ...detail, number: state.head.seq }, "later");
  return seen === body.logHead ? parsed : fail("log-fork", detail);
}

/**
 * Whether a verified letter may be acted on: `counts`; `late` where its author is not there any more, or lacks the right that its
 * type needs, at its `logSeq` or now; `newer` where this version does not know the type; `misplaced` in an inbox that its type does not have.
 */
export type Standing = "counts" | "late" | "newer" | "misplaced";

/** What a verified letter counts for on the reader's current log. */
export function standingOf(state: TeamState, { body }: Pick<Letter, "body">): Standing {
  if (!isLetterType(body.type)) return "newer";
  const { to, needs } = letterRule(body.type);
  const inbox = state.vaults.get(body.to);
  if (inbox === undefined || !to.includes(inbox.kind)) return "misplaced";
  const directory = state.systemVaults.find((vault) => state.vaults.get(vault)?.kind === "directory") as VaultId;
  const { device } = body.from;
  const hasRight = (seq: number) => covers(rightAt(state, { vault: directory, device, seq }), needs);
  return hasRight(body.logSeq) && hasRight(state.head.seq) ? "counts" : "late";
}

/** Whether an inbox takes letters now: `not-found`, `role` (archived), `epoch-stale` (rotation is due, or the epoch is another one). */
export function takesLetters(state: TeamState, inbox: VaultId, epoch?: number): Result<true> {
  const vault = state.vaults.get(inbox);
  if (vault === undefined) return fail("not-found");
  if (vault.archived) return fail("role", { vault: inbox, reason: "archived" });
  if (vault.rotationDue || (epoch !== undefined && epoch !== vault.epoch))
    return fail("epoch-stale", { vault: inbox, number: vault.epoch }, "later");
  return ok(true);
}
