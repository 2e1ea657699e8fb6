/** The computers of the team's people. */
import { z } from "zod";
import { deviceIdText } from "../encoding/id-text.ts";
import { command, edit, entry, open } from "./command.ts";
import { type Nothing, nameText, nothing } from "./fields.ts";
import type { Act, DeviceRevocation, DeviceShape } from "./shapes.ts";
import { heirs } from "./team.ts";

const device = deviceIdText;

export const deviceCommands = {
  /** Of everybody; names only of one's own, others read a number. */
  "device.list": command<DeviceShape[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "member.changed", "session.changed"],
  }),
  /** What revoking this one would do. */
  "device.revocation": command<DeviceRevocation>()({
    input: z.strictObject({ device }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "member.changed"],
  }),
  "device.revoke": command<Act>()({
    input: z.strictObject({ device, heirs: heirs.optional() }),
    in: open,
    steps: entry,
  }),
  /** One's own; the name lies in one's own vault. */
  "device.rename": command<Nothing>()({ input: z.strictObject({ device, name: nameText }), in: open, steps: edit }),
};
