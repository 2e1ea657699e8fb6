/** An id as text, in what is not canonical bytes: inputs of commands, what was typed and kept. */
import { z } from "zod";
import { base32Bytes } from "../text.ts";

const text = z
  .string()
  .length(26)
  .refine((typed) => base32Bytes(typed) !== null);

/** An id of 16 bytes, in base32; the type says of what. A brand is given by the parse and nowhere else. */
export const id = <Brand extends string>() => text as unknown as z.ZodType<Brand, string>;
