/** Bringing another computer of the same person, through the scriptable client. */
import type { Latchkey } from "../../shared/contract/commands.ts";
import type { Client } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { client, isIn, must, passphrase } from "./team.ts";

/** The link up to where both show their codes: what each shows. */
export async function compareWith(
  old: Latchkey,
  fresh: Latchkey,
  address: string,
): Promise<{ old: string; fresh: string }> {
  const { slot } = await must(old, "device.link", { passphrase });
  await must(fresh, "device.accept", { address, slot, passphrase });
  await must(old, "device.linkState", {});
  const shown = await must(fresh, "device.acceptState", {});
  const told = await must(old, "device.linkState", {});
  return { old: told.code as string, fresh: shown.code as string };
}

/** Adds the new one as soon as it said that it may be. */
export async function addOnceReady(old: Latchkey): Promise<void> {
  const looked = await eventually(
    () => old.call("device.linkState", {}),
    (state) => !state.ok || state.value.state === "ready",
  );
  if (looked.ok) await old.call("device.linkAdd", {});
}

/** Another computer of this person, in the team. */
export async function secondComputer(
  old: Client,
  address: string,
  options: Parameters<typeof client>[0] = {},
): Promise<Client> {
  const fresh = await client(options);
  const codes = await compareWith(old, fresh, address);
  await must(fresh, "device.acceptCode", { code: codes.old });
  await must(old, "device.linkCode", { code: codes.fresh });
  await addOnceReady(old);
  await isIn(fresh);
  return fresh;
}
