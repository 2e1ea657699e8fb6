/** The unlocked app: rail, section, status line, and the keys that work in every section. */
import { useRef, useState } from "react";
import type { AccountStatus } from "../shared/contract/shapes.ts";
import { useAnswer } from "./client/client.ts";
import { lockNow } from "./client/lock-now.ts";
import { KeysSheet } from "./frame/keys-sheet.tsx";
import { Rail } from "./frame/rail.tsx";
import { StatusLine } from "./frame/status-line.tsx";
import { ImportScreen } from "./import/import-screen.tsx";
import { GeneratorDialog } from "./items/edit/generator-dialog.tsx";
import { AskAgain } from "./items/shown/ask-again.tsx";
import type { Place } from "./items/use-item-list.ts";
import { useKeys } from "./page/keys.ts";
import { LeaveGuard, useLeave } from "./page/leave-guard.tsx";
import type { SectionName } from "./page/routes.ts";
import { sectionsFor } from "./sections.tsx";
import { AlertBand } from "./vaults/alert-band.tsx";

/** The sections, and the question before changes are left behind. */
export function UnlockedApp({ status }: { status: AccountStatus }) {
  return (
    <LeaveGuard>
      <Frame status={status} />
    </LeaveGuard>
  );
}

/** Which section is open is kept here, so that the rail and the keys reach it. */
function Frame({ status }: { status: AccountStatus }) {
  const [open, setOpen] = useState<SectionName>("items");
  const [isImporting, setImporting] = useState(false);
  const [hasKeys, setKeys] = useState(false);
  const [isGenerating, setGenerating] = useState(false);
  const place = useRef<Place>({ vault: null, item: null });
  const leave = useLeave();
  const members = useAnswer("member.list", {}).value ?? [];
  const profile = status.profiles.find((one) => one.profile === status.profile);
  const teamName = profile?.teamName ?? "";
  const sections = sectionsFor(status.role);
  const go = (next: SectionName): true => {
    leave(() => {
      setOpen(next);
      setImporting(false);
    });
    return true;
  };
  useKeys({
    lock: () => {
      void lockNow();
      return true;
    },
    ...Object.fromEntries(sections.map(({ key, name }) => [key, () => go(name)])),
    generate: () => {
      setGenerating(true);
      return true;
    },
    help: () => {
      setKeys(true);
      return true;
    },
  });
  const screenProps = { status, members, teamName, place, onImport: () => setImporting(true) };
  return (
    <div className="frame">
      <Rail
        sections={sections}
        open={open}
        teamName={teamName}
        self={{ id: status.user ?? "", name: members.find(({ self }) => self)?.name ?? profile?.person ?? "" }}
        onOpen={go}
      />
      <div className="section-area">
        <AlertBand members={members} />
        {isImporting ? (
          <ImportScreen onDone={() => setImporting(false)} />
        ) : (
          sections.find(({ name }) => name === open)?.screen(screenProps)
        )}
      </div>
      <StatusLine status={status} people={members.length} />
      <AskAgain />
      {isGenerating && <GeneratorDialog onClose={() => setGenerating(false)} />}
      {hasKeys && <KeysSheet sections={sections} onClose={() => setKeys(false)} />}
    </div>
  );
}
