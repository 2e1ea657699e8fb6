/** `genesis`: the founder's first device and the first policy; the team's id is its hash. Read by `applyGenesis` alone. */
import { bytesField, idField, strict } from "../../../encoding/fields.ts";
import type { UserId } from "../../../encoding/ids.ts";
import { fail } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { type Policy, policySchema } from "../state/policy.ts";

type Payload = { user: UserId; signPk: Uint8Array; kemPk: Uint8Array; policy: Policy };

export const genesis: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ user: idField<UserId>(), signPk: bytesField(32), kemPk: bytesField(1216), policy: policySchema }),
  attached: { cuts: "none", heads: "none", bundles: "none" },
  signer: () => fail("genesis", { reason: "second" }),
  names: ({ user }) => ({ ...nobodyNamed, users: [user] }),
  reduce: () => fail("genesis", { reason: "second" }),
};
