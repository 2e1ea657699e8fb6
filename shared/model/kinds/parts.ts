/** Schemas of which the bodies of all kinds are made. */
import { bytesMax, typedText } from "../../encoding/fields.ts";
import { limits } from "../../encoding/limits.ts";

/** A short text that a person typed. */
export const nameText = () => typedText(limits.nameChars);
/** What a person typed as a password, number or code: its UTF-8, exactly. */
export const secretBytes = () => bytesMax(limits.passwordBytes);
