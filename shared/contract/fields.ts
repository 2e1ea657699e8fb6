/** Parts of inputs. An id is base32 text outside and branded inside: a brand is given by the parse and nowhere else. */
import { z } from "zod";
import type { EpochMs } from "../encoding/ids.ts";
import { isEmailAddress } from "../text.ts";

export { id } from "../encoding/id-text.ts";
export const nameText = z.string().min(1).max(200);
/** One plain e-mail address. */
export const emailText = z.string().max(254).refine(isEmailAddress);
export const passphraseText = z.string().max(1024);
/** A typed device sheet: the other half of the key, where the keychain does not give it. */
export const sheetText = z.string().max(400);
/** Milliseconds since 1970, UTC. */
export const time = z.number().int().nonnegative() as unknown as z.ZodType<EpochMs, number>;
export const permission = z.enum(["use", "edit", "manage"]);
export const keychain = z.enum(["os", "file"]);
export const bytes = z.instanceof(Uint8Array) as unknown as z.ZodType<Uint8Array, Uint8Array>;
export const appearance = z.enum(["system", "light", "dark"]);
/** The hash of a letter. */
export const letterHash = z.string().regex(/^[0-9a-z]{52}$/);
/** A command that takes nothing. */
export const nothing = z.strictObject({});
/** What a command answers that has nothing to say. */
export type Nothing = Record<string, never>;
