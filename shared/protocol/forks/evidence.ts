/**
 * What may prove another history [protocol: Forks], read from the bytes as they were received, from a server and from the own file
 * alike: entries on the state before them, words by the keys of who is in the team by my log.
 */
import { z } from "zod";
import { verifyBytes } from "../../crypto/sign.ts";
import { bytesMax, strict, timeField, uintField } from "../../encoding/fields.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { readSigned } from "../heads/statement.ts";
import { headAt } from "../team-log/state/rules.ts";
import type { TeamState } from "../team-log/state/team-state.ts";
import { applyEntry } from "../team-log/verify.ts";
import { parseCommit } from "../vault-chain/commit.ts";
import { type ForkVerdict, forkVerdict, type OtherEntry, type Word } from "./verdict.ts";

/** A statement or a commit that stands on another log than mine; letters are not kept, for they hold what people write. */
export type SignedWord = { kind: "statement" | "commit"; bytes: Uint8Array };

/** What is kept of evidence, in all. */
export const evidenceMost = { entries: 64, entryBytes: 1024 * 1024, words: 8 };

/** As it lies sealed on this computer. `common`: the last number at which both histories are the same. */
export const evidenceSchema = strict({
  form: z.literal(1),
  /** When this computer first held a proof, by its clock; null: it holds none yet. */
  since: timeField().nullable(),
  common: uintField(),
  branch: z.array(bytesMax(limits.entryBytes)).max(evidenceMost.entries),
  words: z
    .array(
      strict({
        kind: z.enum(["statement", "commit"]),
        bytes: bytesMax(Math.max(limits.commitBytes + 128, limits.statementBytes)),
      }),
    )
    .max(evidenceMost.words),
});
export type ForkEvidence = z.output<typeof evidenceSchema>;
export const noEvidence: ForkEvidence = { form: 1, since: null, common: 0, branch: [], words: [] };

/** Whose word it is and of which head, by its signature: what `readSigned` says; of a commit `unknown-team`, `signature`. */
export function readWord(state: TeamState, { kind, bytes }: SignedWord): Result<Word> {
  return kind === "statement" ? ofStatement(state, bytes) : ofCommit(state, bytes);
}

function ofStatement(state: TeamState, bytes: Uint8Array): Result<Word> {
  const signed = readSigned(state, bytes);
  if (!signed.ok) return signed;
  const { user, device, logSeq, logHead, counter } = signed.value.body;
  return ok({ user, device, seq: logSeq, hash: logHead, counter });
}

function ofCommit(state: TeamState, bytes: Uint8Array): Result<Word> {
  const parsed = parseCommit(bytes);
  if (!parsed.ok) return parsed;
  const { body, bodyBytes, sig } = parsed.value;
  if (body.team !== state.team) return fail("unknown-team");
  const { user, device } = body.author;
  const author = state.devices.get(device);
  if (author?.user !== user || author.kind !== "computer") return fail("signature", { reason: "author" });
  if (!verifyBytes(author.signPk, "commit-signature", bodyBytes, sig)) return fail("signature");
  return ok({ user, device, seq: body.logSeq, hash: body.logHead });
}

/** Entries above `common` as far as they verify and are kept, each with its bytes. */
export function readBranch(common: TeamState, entries: readonly Uint8Array[]): (OtherEntry & { bytes: Uint8Array })[] {
  const read: ReturnType<typeof readBranch> = [];
  let state = common;
  let size = 0;
  for (const bytes of entries.slice(0, evidenceMost.entries)) {
    size += bytes.length;
    const next = size > evidenceMost.entryBytes ? null : applyEntry(state, bytes);
    if (next?.ok !== true) break;
    state = next.value.state;
    const { actor, time } = next.value.entry.body;
    read.push({ ...state.head, ...actor, time, bytes });
  }
  return read;
}

/** The verdict on my log as it is now. */
export function verdictOn(
  state: TeamState,
  received: Pick<Parameters<typeof forkVerdict>[0], "branch" | "words" | "hasComeOver">,
): ForkVerdict {
  return forkVerdict({
    ...received,
    hashAt: (seq) => headAt(state, seq),
    isActive: ({ user, device }) =>
      state.devices.get(device)?.active === true && state.users.get(user)?.active === true,
  });
}
