/** Inviting somebody to more than `member`: both compare codes, through the scriptable client. */
import type { Latchkey } from "../../shared/contract/commands.ts";
import type { Role } from "../../shared/contract/shapes.ts";
import type { Client } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { client, isIn, must, passphrase } from "./team.ts";

type Joining = { person: Client; invite: string; code: string };

/** Somebody who waits until codes are compared with them. */
export async function waitingAs(
  admin: Latchkey,
  { name, role }: { name: string; role: Role },
  options: Parameters<typeof client>[0] = {},
): Promise<Joining> {
  const { code, invite } = await must(admin, "invite.create", { name, role });
  const person = await client(options);
  await must(person, "team.join", { code, passphrase, keychain: "file" });
  return { person, invite, code };
}

/** The comparison up to where both show their codes: what each shows. */
export async function showCodes(
  admin: Latchkey,
  { person, invite }: Omit<Joining, "code">,
): Promise<{ old: string; fresh: string }> {
  await must(person, "team.compare", {});
  await must(admin, "invite.compare", { invite: invite as never });
  // The joiner says something, the admin answers, the joiner shows, the admin sees it.
  await must(person, "team.compareState", {});
  await must(admin, "invite.compareState", {});
  const shown = await must(person, "team.compareState", {});
  const told = await must(admin, "invite.compareState", {});
  return { old: told.code as string, fresh: shown.code as string };
}

/** Types both codes, up to where the admin may let them in. */
export async function typeCodes(admin: Latchkey, joining: Omit<Joining, "code">): Promise<void> {
  const codes = await showCodes(admin, joining);
  await must(joining.person, "team.compareCode", { code: codes.old });
  await must(admin, "invite.compareCode", { code: codes.fresh });
  await eventually(
    () => must(admin, "invite.compareState", {}),
    ({ state }) => state === "ready",
  );
}

/** One more person in the team, with this role. */
export async function joinerAs(admin: Latchkey, of: { name: string; role: Role }): Promise<Client> {
  const joining = await waitingAs(admin, of);
  await typeCodes(admin, joining);
  await must(admin, "invite.compareAdd", {});
  await isIn(joining.person);
  return joining.person;
}
