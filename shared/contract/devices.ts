/** The computers of the team's people. */
import { z } from "zod";
import { deviceIdText } from "../encoding/id-text.ts";
import { command, edit, entry, open } from "./command.ts";
import { keychain, type Nothing, nameText, nothing, passphraseText } from "./fields.ts";
import type { AcceptShape, LinkShape } from "./link-shapes.ts";
import type { Act, DeviceRevocation, DeviceShape, Made } from "./shapes.ts";
import { heirs } from "./team.ts";

const device = deviceIdText;
const codeText = z.string().max(40);

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
  /** Begins to bring another computer of one's own, after typing the passphrase; the one before ends. */
  "device.link": command<LinkShape>()({ input: z.strictObject({ passphrase: passphraseText }), in: open, steps: [] }),
  /** Asks what the new one said; a page that shows it asks again and again. */
  "device.linkState": command<LinkShape>()({ input: nothing, in: open, steps: [], quiet: true }),
  /** The code that the new one shows. */
  "device.linkCode": command<LinkShape>()({ input: z.strictObject({ code: codeText }), in: open, steps: [] }),
  /** Signs the new one in; both codes were typed. */
  "device.linkAdd": command<Act>()({ input: nothing, in: open, steps: entry }),
  "device.linkCancel": command<Nothing>()({ input: nothing, in: open, steps: [] }),
  /** This is the new computer: makes its keys, under the number and the address that the old one shows. */
  "device.accept": command<AcceptShape>()({
    input: z.strictObject({
      address: z.string().max(300),
      slot: z.string().regex(/^[0-9]{8}$/),
      passphrase: passphraseText,
      keychain: keychain.optional(),
    }),
    in: ["none", "locked"],
    steps: [],
  }),
  "device.acceptState": command<AcceptShape>()({ input: nothing, in: ["none", "locked"], steps: [], quiet: true }),
  /** The code that the old one shows; then this computer waits until it is in the log. */
  "device.acceptCode": command<Made & { state: "waiting" }>()({
    input: z.strictObject({ code: codeText }),
    in: ["none", "locked"],
    steps: ["note", "keychain", "here:profile", "note", "post:linkNew", "here:log_entries"],
  }),
  "device.acceptCancel": command<Nothing>()({ input: nothing, in: ["none", "locked"], steps: [] }),
  /** One's own; the name lies in one's own vault. */
  "device.rename": command<Nothing>()({ input: z.strictObject({ device, name: nameText }), in: open, steps: edit }),
};
