/** Letters: sent by anybody of the team, read by the readers of their vault [protocol: Letters]. */
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok } from "../../shared/failures.ts";
import { servedRight } from "../../shared/protocol/team-log/state/rules.ts";
import { findInboxKey, readLetters } from "../store/letter-store.ts";
import { takeInboxKey, takeLetter } from "../teams/letters.ts";
import { serialize } from "../teams/team.ts";
import type { Handler } from "./call.ts";

/** Letters of an inbox from this number on, as many as one page holds, and the number of the last of them; null: that was all. */
export const listLetters: Handler<"letters", "db"> = async ({ db }, { team, vault, request }) => {
  const stored = vault === null ? undefined : team?.vaults.get(vault);
  if (stored === undefined) return fail("not-found");
  const page = { vaultNo: stored.vaultNo, from: request.from, count: limits.lettersPerPage, bytes: limits.pageBytes };
  const rows = await readLetters(db, page);
  return ok({ letters: rows.map(({ seq, letter, epoch, bytes }) => ({ number: seq, id: letter, epoch, bytes })) });
};

/** Takes a letter; the readers of its vault are told that there may be something. */
export const sendLetter: Handler<
  "sendLetter",
  "db" | "now" | "elapsed" | "limits" | "log" | "live" | "letterPace"
> = async (context, { identity, team, vault, request }) => {
  if (team === null || vault === null || identity.kind !== "device") return fail("not-found");
  const taken = await serialize(team, () => takeLetter(context, { team, vault, by: identity }, request));
  if (!taken.ok) return taken;
  const { state } = team;
  const hint = { kind: "vault" as const, vault, seq: team.vaults.get(vault)?.head.seq ?? 0 };
  const now = context.now();
  context.live.hint(state.team, hint, (user) => servedRight(state, user, vault, now) !== null);
  return taken;
};

/** The key of the inbox of the current epoch; null where no reader has published it yet. */
export const readInboxKey: Handler<"inbox", "db"> = async ({ db }, { team, vault }) => {
  const stored = vault === null ? undefined : team?.vaults.get(vault);
  const inLog = vault === null ? undefined : team?.state.vaults.get(vault);
  if (stored === undefined || inLog === undefined) return fail("not-found");
  const { epoch } = inLog;
  return ok({ epoch, kemPk: (await findInboxKey(db, { vaultNo: stored.vaultNo, epoch })) ?? null });
};

/** A reader publishes the key of their vault's inbox. */
export const publishInboxKey: Handler<"openInbox", "db" | "now" | "elapsed" | "limits" | "log"> = async (
  context,
  { identity, team, vault, request },
) => {
  if (team === null || vault === null || identity.kind !== "device") return fail("not-found");
  return serialize(team, () => takeInboxKey(context, { team, vault, by: identity }, request));
};
