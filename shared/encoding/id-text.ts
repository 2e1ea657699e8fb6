/** An id as text, in what is not canonical bytes: inputs of commands, what was typed and kept. */
import { z } from "zod";
import { base32Bytes } from "../text.ts";
import type { DeviceId } from "./ids.ts";

const text = (length: number) =>
  z
    .string()
    .length(length)
    .refine((typed) => base32Bytes(typed) !== null);

/** An id of 16 bytes, in base32; the type says of what. A brand is given by the parse and nowhere else. */
export const id = <Brand extends string>() => text(26) as unknown as z.ZodType<Brand, string>;

/** A device's id, which is a hash of 32 bytes. */
export const deviceIdText = text(52) as unknown as z.ZodType<DeviceId, string>;
