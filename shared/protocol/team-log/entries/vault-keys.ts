/** `vault-keys`: a device that was sent current keys supplies entitled devices that wait for them [protocol: Vault keys]. */
import { strict } from "../../../encoding/fields.ts";
import { fail, ok } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";

type Payload = Record<never, never>;

/** Who may supply which key is checked bundle by bundle (`sendKeys`): any entitled device that was sent it. */
export const vaultKeys: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({}),
  attached: { cuts: "none", heads: "none", bundles: "subset" },
  signer: () => ok(true),
  names: () => nobodyNamed,
  reduce: (_tx, { attached }) => (attached.bundles.length > 0 ? ok(true) : fail("recipient-set", { reason: "empty" })),
};
