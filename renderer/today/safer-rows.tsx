/** What would be lost with one person or one computer, with the act that changes it. */
import { LaptopMinimal, UserRoundPlus } from "lucide-react";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { vaultTitle } from "../vaults/vault-title.ts";
import { otherActiveAdmins } from "../vaults/who-gives-key.ts";
import type { TodayContext, TodayRow } from "./today-row.ts";

const said = words.today;
const mark = { size: 18, strokeWidth: 1.75, "aria-hidden": true } as const;

/** A team of several people with one admin. */
export function useAdminRows({ status, members, toSection }: TodayContext): TodayRow[] {
  const active = members.filter(({ state }) => state === "active");
  if (status.role !== "admin" || active.length < 2 || otherActiveAdmins(members).length > 0) return [];
  return [
    {
      id: "second admin",
      mark: <UserRoundPlus {...mark} />,
      title: said.oneAdmin,
      note: said.oneAdminNote,
      ...{ act: words.compare.secondAdminDo, label: words.compare.secondAdminDo },
      onAct: () => toSection("people"),
    },
  ];
}

/** One's only computer, without a recovery sheet and without people who help. */
export function useComputerRows({ status, members, toSettings }: TodayContext): TodayRow[] {
  const recovery = useAnswer("recovery.status", {}).value;
  const people = useAnswer("recovery.people", {}).value;
  if (recovery === undefined || people === undefined) return [];
  if (recovery.computers > 1 || recovery.sheet !== null || people.chosen !== null) return [];
  const isLast = status.role === "admin" && otherActiveAdmins(members).length === 0;
  return [
    {
      id: "only computer",
      mark: <LaptopMinimal {...mark} />,
      title: said.oneComputer,
      note: isLast ? said.oneComputerTeam : said.oneComputerNote,
      ...{ act: said.makeSheet, label: said.makeSheet },
      onAct: () => toSettings("sheet"),
    },
  ];
}

/** Shared vaults that several people open and only the one who reads manages. */
export function useManagerRows({ toVault }: TodayContext): TodayRow[] {
  const vaults = useAnswer("vault.list", {}).value ?? [];
  return vaults.filter(isManagedAlone).map((vault) => {
    const title = vaultTitle(vault);
    return {
      id: `manager ${vault.vault}`,
      mark: <UserRoundPlus {...mark} />,
      title: said.onlyYou(title),
      note: said.onlyYouNote,
      ...{ act: said.addDeputy, label: `${said.addDeputy}: ${title}` },
      onAct: () => toVault(vault.vault),
    };
  });
}

function isManagedAlone({ kind, state, readers, permission }: VaultShape): boolean {
  if (kind !== "shared" || state !== "ready" || permission !== "manage" || readers.length < 2) return false;
  return readers.filter((one) => one.permission === "manage").length === 1;
}
