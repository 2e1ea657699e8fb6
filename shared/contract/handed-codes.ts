/** One-time codes that people hand to colleagues without the seed [protocol: Handed codes]: asked for, answered, shown for their period. */
import { z } from "zod";
import type { ItemId, UserId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { command, open } from "./command.ts";
import { id, letterHash, type Nothing, nothing } from "./fields.ts";

/** A shared login that is an account of a tool and that this person cannot open; `holders`: who may be asked, the likeliest first. */
export type AskableCode = {
  item: string;
  tool: string;
  toolName: string;
  signInName: string | null;
  holders: string[];
};

/**
 * A question of this computer since unlock. `unsent`: it waits for the server. `over`: no answer came in time, or what came is over.
 * With `handed` its code as long as it is good: `endsAt` by this computer's clock.
 */
export type CodeAsk = {
  ask: string;
  item: string;
  user: string;
  why: string;
  at: number;
  until: number;
  state: "unsent" | "waiting" | "handed" | "declined" | "over";
  answeredAt: number | null;
  code: { code: string; periodMs: number; endsAt: number } | null;
};

/** What a colleague asks of this person; `why` is the colleague's word, `title` what this person's own item says. */
export type AskedCode = {
  request: string;
  user: string;
  item: string;
  title: string;
  askAgain: boolean;
  why: string;
  at: number;
  until: number;
};

const answered = z.strictObject({ request: letterHash, item: id<ItemId>(), user: id<UserId>() });

export const handedCodeCommands = {
  "code.askable": command<AskableCode[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "member.changed", "items.changed"],
  }),
  /** Asks one person for one code, by letter. The question lasts five minutes, and until lock: its key lies in memory alone. */
  "code.ask": command<{ ask: string }>()({
    input: z.strictObject({ item: id<ItemId>(), user: id<UserId>(), why: z.string().max(limits.askWhyChars) }),
    in: open,
    steps: ["here:letters_out"],
  }),
  /** Newest first. */
  "code.asks": command<CodeAsk[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["letters.changed", "sync.changed"],
  }),
  /** Forgets a question, and its code with it. */
  "code.endAsk": command<Nothing>()({ input: z.strictObject({ ask: id<string>() }), in: open, steps: [] }),
  "code.copyHanded": command<{ clearsInMs: number }>()({
    input: z.strictObject({ ask: id<string>(), item: id<ItemId>() }),
    in: open,
    steps: [],
  }),
  /** What waits for this person's answer, the first to end first. */
  "code.asked": command<AskedCode[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["letters.changed", "sync.changed", "items.changed", "member.changed"],
  }),
  /** Hands one code of this moment: the current one while half of its period is left, else the next. */
  "code.hand": command<Nothing>()({ input: answered, in: open, steps: ["here:letters_out"], asksAgain: true }),
  "code.refuse": command<Nothing>()({ input: answered, in: open, steps: ["here:letters_out"] }),
};
