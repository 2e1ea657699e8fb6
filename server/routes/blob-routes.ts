/** Sealed files: parts taken from editors, and served to readers once a commit names them [protocol: Attachments]. */
import { fail, ok } from "../../shared/failures.ts";
import { findBlob, findPart } from "../store/blob-store.ts";
import { spaceLeft } from "../teams/quota.ts";
import { serialize } from "../teams/team.ts";
import { takePart } from "../teams/uploads.ts";
import type { Handler } from "./call.ts";

/** Takes one part, or says how many are here. */
export const putBlob: Handler<"upload", "db" | "now" | "elapsed" | "limits" | "log"> = async (
  context,
  { identity, team, vault, request },
) => {
  if (team === null || vault === null || identity.kind !== "device") return fail("not-found");
  return serialize(team, () => takePart(context, { team, vault, user: identity.user }, request));
};

/** What is left of this person's share of the team's space. */
export const readSpace: Handler<"space", "limits"> = async ({ limits }, { identity, team }) => {
  if (team === null || identity.kind !== "device") return fail("not-found");
  return ok({ bytes: spaceLeft(limits, team, identity.user) });
};

/** A part of a file that a commit of this vault names; what is not named does not exist. */
export const getBlob: Handler<"download", "db"> = async ({ db }, { team, vault, request }) => {
  const stored = vault === null ? undefined : team?.vaults.get(vault);
  const blob = stored === undefined ? undefined : await findBlob(db, stored.vaultNo, request.blob);
  if (blob === undefined || !blob.isNamed) return fail("not-found", { reason: "blob" });
  const bytes = await findPart(db, blob.blobNo, request.part);
  return bytes === undefined ? fail("not-found", { reason: "blob" }) : ok({ bytes });
};
