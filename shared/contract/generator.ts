/** New passwords by a recipe, and how strong a password is. Nothing of them is kept. */
import { z } from "zod";
import { limits } from "../encoding/limits.ts";
import { command, open } from "./command.ts";

export const separators = ["-", " ", ".", "_"] as const;

const recipe = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("random"),
    length: z.number().int().min(8).max(100),
    digits: z.boolean(),
    symbols: z.boolean(),
    /** Without signs that are taken for one another: 0 and O, 1 and l. */
    noLookAlikes: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("words"),
    words: z.number().int().min(3).max(12),
    separator: z.enum(separators),
    capitals: z.boolean(),
    /** A digit behind one of the words. */
    number: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("pin"), length: z.number().int().min(4).max(12) }),
]);
export type Recipe = z.infer<typeof recipe>;

/** zxcvbn 0-4: 3 is strong, 4 very strong. */
type Strength = { score: number };

const ofPassword = z.strictObject({ password: z.string().max(limits.passwordBytes / 4) });

export const generatorCommands = {
  "password.generate": command<{ value: string } & Strength>()({
    input: z.strictObject({ recipe }),
    in: open,
    steps: [],
  }),
  /** Past the page's clipboard, cleared after `clearsInMs`. */
  "password.copy": command<{ clearsInMs: number }>()({ input: ofPassword, in: open, steps: [] }),
  "password.rate": command<Strength>()({
    input: ofPassword,
    in: open,
    steps: [],
    quiet: true,
  }),
};
