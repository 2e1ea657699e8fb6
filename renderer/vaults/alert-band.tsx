/** What was raised since unlock, above every section: one at a time, until the person closes it. Items show theirs themselves. */
import { DatabaseBackup, OctagonAlert, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import type { AlertShape, MemberShape } from "../../shared/contract/shapes.ts";
import { alertWords } from "../../shared/copy/alerts.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import type { SectionName } from "../page/routes.ts";
import { Button, IconButton } from "../ui/controls.tsx";
import { RestoredList } from "./restored-list.tsx";
import { vaultTitle } from "./vault-title.ts";

type BandProps = {
  members: MemberShape[];
  onShow(section: SectionName, vault: string | null): void;
  /** Shows two histories of the team. */
  onFork(): void;
};

/** What is about no part of this disk. */
const ofOthers: readonly AlertShape["reason"][] = ["statement", "twice", "fork"];

/** Nothing where all is well. */
export function AlertBand({ members, onShow, onFork }: BandProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const vaults = useAnswer("vault.list", {}).value ?? [];
  const alerts = (useAnswer("alert.list", {}).value ?? []).filter(
    (alert) => alert.item === undefined && !closed.has(nameOf(alert)),
  );
  const [alert] = alerts;
  if (alert === undefined) return null;
  const found = vaults.find(({ vault }) => vault === alert.vault);
  const title = found === undefined ? "" : vaultTitle(found);
  const { title: what, note } = alertWords(alert, {
    vault: title === "" ? null : title,
    person: members.find(({ user }) => user === alert.user)?.name ?? null,
  });
  const isOfDisk = (alert.reason !== undefined && !ofOthers.includes(alert.reason)) || alert.code === "local-rollback";
  const at = placeOf(alert, found?.vault ?? null);
  const isGood = alert.code === "restored";
  const Icon = isGood ? DatabaseBackup : isOfDisk ? TriangleAlert : OctagonAlert;
  return (
    <aside className="alert-band" aria-label={words.alerts.name}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" data-tone={isGood ? "ok" : isOfDisk ? "att" : "act"} />
      <p className="grow" role={isGood ? "status" : "alert"}>
        <b>{what}.</b> {note}
      </p>
      {alerts.length > 1 && <span className="t3 tab alert-count">{words.alerts.more(alerts.length - 1)}</span>}
      {alert.reason === "fork" && <Button onClick={onFork}>{words.fork.show}</Button>}
      {isGood && <RestoredList members={members} vaults={vaults} />}
      {at !== null && <Button onClick={() => onShow(at.section, at.vault)}>{at.says}</Button>}
      <IconButton
        icon={X}
        label={words.alerts.close}
        onClick={() => {
          setClosed((before) => new Set([...before, nameOf(alert)]));
          if (isGood) void call("restored.dismiss", {});
        }}
      />
    </aside>
  );
}

type Place = { section: SectionName; vault: string | null; says: string };

/** Where somebody looks into it; null where there is nothing to see. */
function placeOf({ reason, user, code }: AlertShape, vault: string | null): Place | null {
  if (vault !== null) return { section: "items", vault, says: words.alerts.toVault };
  if (reason === "auto-lock" || reason === "reports")
    return { section: "settings", vault: null, says: words.alerts.toSettings };
  if (reason === "fork") return null;
  const isForAdmin = user !== undefined || code === "log-fork" || code === "log-rollback";
  return isForAdmin ? { section: "people", vault: null, says: words.alerts.toPeople } : null;
}

const nameOf = (alert: AlertShape): string => JSON.stringify(alert);
