/** A recovery by two of several people, through the scriptable client. */
import type { Latchkey } from "../../shared/contract/commands.ts";
import { eventually } from "./eventually.ts";
import { must, passphrase } from "./team.ts";

/** Chooses these people, once their apps made the personal vaults that their shares go to. */
export async function chosenBy(who: Latchkey, users: string[]): Promise<void> {
  const chosen = await eventually(
    async () => {
      await must(who, "sync.now", {});
      return who.call("recovery.choose", { passphrase, users });
    },
    (answer) => answer.ok || answer.failure.detail?.reason !== "subject",
  );
  if (!chosen.ok) throw new Error(chosen.failure.code);
}

/** Waits until this person's app holds a share of that one's sheet. */
export async function canHelp(holder: Latchkey, user: string, madeAfter = 0): Promise<void> {
  await eventually(
    async () => {
      await must(holder, "sync.now", {});
      return must(holder, "recovery.people", {});
    },
    ({ helps }) => helps.some((one) => one.user === user && one.madeAt > madeAfter),
  );
}

/** The holder and the new computer, up to where both show their codes: what each shows. */
export async function compareHelp(
  { holder, user }: { holder: Latchkey; user: string },
  { fresh, address }: { fresh: Latchkey; address: string },
  isFirst: boolean,
): Promise<{ old: string; fresh: string }> {
  const { slot } = await must(holder, "recovery.help", { user, passphrase });
  if (isFirst) await must(fresh, "recovery.ask", { address, slot, passphrase });
  else await must(fresh, "recovery.askNext", { slot });
  await must(holder, "recovery.helpState", {});
  const shown = await must(fresh, "recovery.askState", {});
  const told = await must(holder, "recovery.helpState", {});
  return { old: told.code as string, fresh: shown.code as string };
}

/** One holder's share, given to the new computer. */
export async function giveShare(
  from: { holder: Latchkey; user: string },
  to: { fresh: Latchkey; address: string },
  isFirst: boolean,
) {
  const codes = await compareHelp(from, to, isFirst);
  await must(to.fresh, "recovery.askCode", { code: codes.old });
  await must(from.holder, "recovery.helpCode", { code: codes.fresh });
  await must(from.holder, "recovery.helpGive", {});
  return must(to.fresh, "recovery.askState", {});
}
