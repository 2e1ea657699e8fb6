/** Every type of letter, one row each: to whose inbox it goes, who may write it, what it holds [protocol: Letters]. */
import { z } from "zod";
import { kemPublicBytes } from "../../crypto/kem.ts";
import { encodeWith, parseWith } from "../../encoding/canonical.ts";
import {
  bytesField,
  bytesMax,
  deviceField,
  hashField,
  idField,
  strict,
  timeField,
  typedText,
  uintField,
} from "../../encoding/fields.ts";
import type { ItemId, UserId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, type Result } from "../../failures.ts";
import { shareSchema } from "../recovery/shares.ts";
import { cosignedAct } from "../team-log/cosigned-types.ts";
import type { Permission, VaultKind } from "../team-log/state/parts.ts";
import { accountStatement } from "./account-statement.ts";
import { loginFacts } from "./login-facts.ts";

type LetterRule = {
  /** Kinds of vaults in whose inbox it counts. */
  to: readonly VaultKind[];
  /** The right on `directory` that its author needs, at its `logSeq` and in the reader's log: everybody of the team uses it, admins manage it. */
  needs: Permission;
  content: z.ZodType;
  /** Whether its author's computer keeps it once the server has it. */
  isKept: boolean;
};

/** A name as it may stand in the directory. */
const name = () => typedText(limits.nameChars).min(1);

export const letterTypes = {
  /** "Please change my name": whoever asks is the author. */
  "name-request": { to: ["governance"], needs: "use", content: strict({ name: name() }), isKept: true },
  /** An admin does not change the name; `request` is the hash of the request. */
  "name-decline": {
    to: ["governance", "personal"],
    needs: "manage",
    content: strict({ request: hashField(), name: name(), reason: typedText(limits.nameChars).nullable() }),
    isKept: true,
  },
  /** The current key of this vault was listed for the author's computer, and gave none there. */
  "key-request": {
    to: ["personal"],
    needs: "use",
    content: strict({ vault: idField<VaultId>(), epoch: uintField() }),
    isKept: true,
  },
  /** A share of a recovery sheet of the author's [protocol: Recovery by two people]; it counts as long as that sheet is in force. */
  "recovery-share": { to: ["personal"], needs: "use", content: shareSchema, isKept: false },
  /** To oneself: which sheet is held in shares, and by whom. */
  "recovery-choice": {
    to: ["personal"],
    needs: "use",
    content: strict({
      sheet: deviceField(),
      holders: z.array(idField<UserId>()).min(limits.recoveryHoldersLeast).max(limits.recoveryHolders),
    }),
    isKept: true,
  },
  /** An act for which its author's computer asks a second signature, as it is signed [protocol: Cosignatures]; null: it takes back all before. */
  "cosign-request": {
    to: ["personal"],
    needs: "use",
    content: strict({ act: cosignedAct.nullable() }),
    isKept: true,
  },
  /** The second signature of the author's computer under that act; null: its person refuses it. */
  "cosign-answer": {
    to: ["personal"],
    needs: "use",
    content: strict({ id: idField<string>(), sig: bytesField(64).nullable() }),
    isKept: true,
  },
  /** The author's computer asks for one code of a login that it cannot open; the key is of this question alone [protocol: Handed codes]. */
  "code-request": {
    to: ["personal"],
    needs: "use",
    content: strict({
      nonce: idField<string>(),
      item: idField<ItemId>(),
      kemPk: bytesField(kemPublicBytes),
      until: timeField(),
      why: typedText(limits.askWhyChars),
    }),
    isKept: true,
  },
  /** One code, sealed to the key of the question; null: its person declines. */
  "code-answer": {
    to: ["personal"],
    needs: "use",
    content: strict({ nonce: idField<string>(), sealed: bytesMax(limits.handedCodeBytes).nullable() }),
    isKept: true,
  },
  /** What was done on the author's computer [protocol: Activity]; what is in it lies there as events. Kept by its readers also where it is late. */
  "activity-batch": {
    to: ["audit"],
    needs: "use",
    content: strict({ batch: bytesMax(limits.signedBatchBytes) }),
    isKept: false,
  },
  /** What its author says of an own account; the app of a lead or an admin files it. */
  "account-statement": { to: ["tools"], needs: "use", content: accountStatement, isKept: true },
  /** What its author's app found in a vault into which they may write; who may not is not believed, also where the letter is late. */
  "login-facts": { to: ["governance"], needs: "use", content: loginFacts, isKept: false },
} as const satisfies Record<string, LetterRule>;

export type LetterType = keyof typeof letterTypes;
export type LetterContent<Type extends LetterType> = z.output<(typeof letterTypes)[Type]["content"]>;

/** Whether this version knows the type. */
export function isLetterType(type: string): type is LetterType {
  return Object.hasOwn(letterTypes, type);
}

/** The rule of a type. */
export function letterRule(type: LetterType): LetterRule {
  return letterTypes[type];
}

/** Canonical bytes of a letter's content. */
export function encodeContent<Type extends LetterType>(type: Type, content: LetterContent<Type>): Uint8Array {
  return encodeWith(letterTypes[type].content as never, content as never);
}

/** What a letter of a known type holds: `encoding`; `client-too-old` for a type that this version does not know. */
export function parseContent<Type extends LetterType>(
  { type, content }: { type: string; content: Uint8Array },
  expected: Type,
): Result<LetterContent<Type>> {
  if (!isLetterType(type)) return fail("client-too-old");
  if (type !== expected) return fail("encoding", { reason: "letter-type" });
  return parseWith(letterTypes[expected].content as never, content, limits.letterBodyBytes);
}
