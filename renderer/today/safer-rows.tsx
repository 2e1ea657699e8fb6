/** What would be lost with one person or one computer, with the act that changes it. */
import { LaptopMinimal, UserRoundPlus } from "lucide-react";
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { vaultTitle } from "../vaults/vault-title.ts";
import type { TodayContext, TodayRow } from "./today-row.ts";

const said = words.today;
const mark = { size: 18, strokeWidth: 1.75, "aria-hidden": true } as const;

/** A team of several people with one admin. */
export function useAdminRows({ status, members, toSection }: TodayContext): TodayRow[] {
  const active = members.filter(({ state }) => state === "active");
  if (status.role !== "admin" || active.length < 2) return [];
  if (active.filter(({ role }) => role === "admin").length !== 1) return [];
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
  const admins = members.filter(({ role, state }) => role === "admin" && state === "active");
  const isLast = status.role === "admin" && admins.length === 1;
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

/** Shared vaults that several people open and one person manages. */
export function useManagerRows({ members, toVault }: TodayContext): TodayRow[] {
  const vaults = useAnswer("vault.list", {}).value ?? [];
  return vaults.flatMap((vault) => {
    const only = onlyManager(vault, members);
    if (only === null) return [];
    const title = vaultTitle(vault);
    return [
      {
        id: `manager ${vault.vault}`,
        mark: <UserRoundPlus {...mark} />,
        title: only.self ? said.onlyYou(title) : said.onlyOne(only.name, title),
        note: only.self ? said.onlyYouNote : said.onlyOneNote(only.name),
        ...{ act: said.addDeputy, label: `${said.addDeputy}: ${title}` },
        onAct: () => toVault(vault.vault),
      },
    ];
  });
}

/** Who alone lets others in, where that is so and the reader is the one who may change it. */
function onlyManager({ kind, state, readers, permission }: VaultShape, members: MemberShape[]): MemberShape | null {
  if (kind !== "shared" || state !== "ready" || permission !== "manage" || readers.length < 2) return null;
  const managers = readers.filter((one) => one.permission === "manage");
  if (managers.length !== 1) return null;
  return members.find(({ user }) => user === managers[0]?.user) ?? null;
}
