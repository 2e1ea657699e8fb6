/** Attacks of a manager on the keys of a vault: a rotation that is wrong about its own key. */

import type { VaultId } from "../../shared/encoding/ids.ts";
import { eventually } from "../kit/eventually.ts";
import { hostileTeam, inStep } from "../kit/hostile-team.ts";
import { signAlone } from "../kit/key-loss.ts";
import { must } from "../kit/must.ts";
import { joiner, readyVault, userOf } from "../kit/team.ts";
import type { Attack } from "./attack.ts";

/**
 * Bob, a manager, rotates with a key that is good and something about it that is not. Ada's app names Bob and makes a new key, so
 * that somebody who is let in afterwards reads what is old; where nothing was wrong it does neither.
 */
function wrongRotation(changes: string, spoils: "history" | "inbox"): Attack {
  async function ends(evil: boolean) {
    const { ada, bob, bobDir, vault, item } = await hostileTeam();
    const bobsUser = await userOf(bob);
    await must(ada, "vault.setAccess", { vault, user: bobsUser, permission: "manage" });
    await inStep(bob, 2);
    const named: string[] = [];
    ada.on("alert.raised", ({ code, user }) => named.push(`${code} by ${user === bobsUser ? "Bob" : user}`));
    const { logSeq } = await must(ada, "sync.now", {});
    const rotation = { type: "vault-rotate" as const, vaults: [{ vault: vault as VaultId }], only: "all" as const };
    const alone = { vault: vault as VaultId, intents: [rotation], tamper: (recipients: never[]) => recipients };
    await signAlone(bob, bobDir, { ...alone, ...(evil ? { spoils } : {}) });
    for (let time = 0; time < 3; time++) await must(ada, "sync.now", {});
    const mended = (await must(ada, "sync.now", {})).logSeq - logSeq - 1;
    const carol = await joiner(ada, "Carol");
    await must(ada, "vault.setAccess", { vault, user: await userOf(carol), permission: "use" });
    await readyVault(carol, vault);
    const read = await eventually(
      () => must(carol, "sync.now", {}).then(() => carol.call("item.reveal", { item, field: "password" })),
      (answer) => answer.ok,
    );
    return `${named.join()}, ${mended} keys after it, reads ${read.ok ? read.value.value : read.failure.code}`;
  }
  const run = async () => {
    const [evil, honest] = [await ends(true), await ends(false)];
    return {
      attack: evil === "key-commit by Bob, 1 keys after it, reads first" ? "key-commit" : evil,
      twin: honest === ", 0 keys after it, reads first" ? "taken" : honest,
    };
  };
  return { changes, code: "key-commit", run };
}

/** Row K135. */
export const wrongRotations: Attack[] = [
  wrongRotation("a rotation publishes the inbox of a key that its signer keeps", "inbox"),
  wrongRotation("a rotation seals other keys as the earlier ones", "history"),
];
