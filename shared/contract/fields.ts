/** Parts of inputs. An id is base32 text outside and branded inside: a brand is given by the parse and nowhere else. */
import { z } from "zod";

const idText = z.string().regex(/^[0-9abcdefghjkmnpqrstvwxyz]{26}$/);
/** An id of 16 bytes, as text; the type says of what. */
export const id = <Brand extends string>() => idText as unknown as z.ZodType<Brand, string>;
export const nameText = z.string().min(1).max(200);
export const passphraseText = z.string().max(1024);
/** Milliseconds since 1970, UTC. */
export const time = z.number().int().nonnegative();
export const permission = z.enum(["use", "edit", "manage"]);
export const keychain = z.enum(["os", "file"]);
export const bytes = z.instanceof(Uint8Array) as unknown as z.ZodType<Uint8Array, Uint8Array>;
/** A command that takes nothing. */
export const nothing = z.strictObject({});
/** What a command answers that has nothing to say. */
export type Nothing = Record<string, never>;
