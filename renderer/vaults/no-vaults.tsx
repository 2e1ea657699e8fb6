/** Who can add a person to whom no vault was shared yet: those who manage one by the verified log, whatever their role. */
import { useEffect, useState } from "react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";

const mostNamed = 3;
/** Whose access is looked at, one after the other; admins come first, who mostly manage something. */
const mostAsked = 30;

/** Nothing where some vault is shared with them, or nobody else is here. */
export function NoVaults({ members }: { members: MemberShape[] }) {
  const vaults = useAnswer("vault.list", {}).value;
  const others = members.filter(({ self, state }) => !self && state === "active");
  const isAlone = vaults === undefined || vaults.some(({ kind }) => kind === "shared") || others.length === 0;
  const managers = useManagers(isAlone ? [] : others);
  if (isAlone || managers === null) return null;
  return <p className="t2 first-note">{words.people.noVaults(managers.slice(0, mostNamed).join(", "))}</p>;
}

/** The names of those who manage a shared vault; null while it is not known. */
function useManagers(others: readonly MemberShape[]): string[] | null {
  const [names, setNames] = useState<string[] | null>(null);
  const key = others.map(({ user }) => user).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the people by who they are
  useEffect(() => {
    let isCurrent = true;
    void managersAmong(others).then((found) => {
      if (isCurrent) setNames(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return names;
}

async function managersAmong(others: readonly MemberShape[]): Promise<string[]> {
  const found = new Set<string>();
  const order = others.toSorted((one, other) => Number(other.role === "admin") - Number(one.role === "admin"));
  for (const { user } of order.slice(0, mostAsked)) {
    if (found.size >= mostNamed) break;
    const access = await call("member.access", { user });
    for (const { permission, managers } of access.ok ? access.value : []) {
      if (permission === "manage") found.add(user);
      for (const manager of managers) found.add(manager);
    }
  }
  return others.filter(({ user }) => found.has(user)).map(({ name }) => name);
}
