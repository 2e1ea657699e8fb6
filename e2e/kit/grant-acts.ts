/** Scenarios of stepped acts about grants: a vault that is handed over, access whose end comes. */
import type { Latchkey } from "../../shared/contract/commands.ts";
import type { Client } from "../drive.ts";
import { joiner, must, userOf } from "./team.ts";

/** Long enough for the grant to be made before it ends. */
const grantMs = 2000;

/** Ada leaves a vault that nobody else manages, and names Bob. */
export async function handingOver(ada: Client) {
  const bob = await joiner(ada, "Bob");
  const successor = await userOf(bob);
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  await must(ada, "vault.setAccess", { vault, user: successor, permission: "use" });
  return {
    act: (who: Latchkey) => who.call("vault.leave", { vault, successor }),
    async count(who: Latchkey) {
      const left = !(await must(who, "vault.list", {})).some((seen) => seen.vault === vault);
      await must(bob, "sync.now", {});
      const found = (await must(bob, "vault.list", {})).find((seen) => seen.vault === vault);
      const mayManage = found?.permission === "manage";
      if (left !== mayManage) throw new Error("the vault was half handed over");
      return left ? 1 : 0;
    },
  };
}

/** Bob's access to a vault of Ada's ends in a moment; an app of a manager removes it. */
export async function endingSoon(ada: Client) {
  const user = await userOf(await joiner(ada, "Bob"));
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  const end = Date.now() + grantMs;
  await must(ada, "vault.setAccess", { vault, user, permission: "edit", end });
  return {
    async act(who: Latchkey) {
      await new Promise((resolve) => setTimeout(resolve, end - Date.now() + 1));
      return who.call("sync.now", {});
    },
    async count(who: Latchkey) {
      const found = (await must(who, "vault.list", {})).find((seen) => seen.vault === vault);
      return found?.state === "ready" && found.access.every((reader) => reader.user !== user) ? 1 : 0;
    },
  };
}
