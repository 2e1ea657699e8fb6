/** Who can add a person to whom no vault was shared yet. */
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";

const mostNamed = 3;

/** Nothing where some vault is shared with them, or nobody else is here. */
export function NoVaults({ members }: { members: MemberShape[] }) {
  const vaults = useAnswer("vault.list", {}).value;
  const others = members.filter(({ self, state }) => !self && state === "active");
  if (vaults === undefined || vaults.some(({ kind }) => kind === "shared") || others.length === 0) return null;
  const admins = others.filter(({ role }) => role === "admin").map(({ name }) => name);
  return <p className="t2 first-note">{words.people.noVaults(admins.slice(0, mostNamed).join(", "))}</p>;
}
