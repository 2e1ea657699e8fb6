/** Acts that wait: until others confirmed what this computer knows of the team [protocol: Freshness], or until one of them signed too. */
import { z } from "zod";
import type { FailureCode } from "../failures.ts";
import { command, event, open } from "./command.ts";
import { type Nothing, nothing } from "./fields.ts";
import type { TeamRules } from "./policy.ts";
import type { Act, Permission, Role } from "./shapes.ts";

/** Commands that may wait. */
type Waiting = {
  "vault.setAccess": true;
  "member.setRole": true;
  "group.change": true;
  "policy.set": true;
  "member.remove": true;
  "device.revoke": true;
};

/** An act that waits for a fresh view of the team, or for a second signature, with what it does. `refusedBy`: who would not sign it. `problem`: why it will not be done by itself. */
export type QueuedAct = Act & {
  command: keyof Waiting;
  at: number;
  users: string[];
  vault?: string;
  group?: string;
  permission?: Permission;
  role?: Role;
  device?: string;
  sessions?: TeamRules["sessions"];
  cosigned?: TeamRules["cosigned"];
  secondFactor?: TeamRules["secondFactor"];
  refusedBy?: string[];
  problem?: FailureCode;
};

export const actCommands = {
  "act.list": command<QueuedAct[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["act.changed", "letters.changed", "member.changed", "sync.changed"],
  }),
  "act.cancel": command<Nothing>()({
    input: z.strictObject({ act: z.string().max(60) }),
    in: open,
    steps: ["here:settings"],
  }),
};

export const actEvents = { "act.changed": event<Nothing>() };
