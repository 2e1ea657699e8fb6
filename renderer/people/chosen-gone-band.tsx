/** Somebody whom one chose for a recovery can help no longer: told until others are chosen. */
import { TriangleAlert } from "lucide-react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import type { SectionName } from "../page/routes.ts";
import { Button } from "../ui/controls.tsx";

type GoneProps = { members: MemberShape[]; onShow(section: SectionName, vault: null): void };

/** The line; nothing where all who were chosen are there. */
export function ChosenGoneBand({ members, onShow }: GoneProps) {
  const gone = useAnswer("recovery.people", {}).value?.chosen?.gone ?? [];
  if (gone.length === 0) return null;
  const names = gone.map((user) => members.find((one) => one.user === user)?.name ?? "").filter((name) => name !== "");
  return (
    <aside className="alert-band" aria-label={words.recoveryPeople.heading}>
      <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" data-tone="att" />
      <p className="grow" role="status">
        <b>{words.recoveryPeople.goneBand(names.join(", "))}</b> {words.recoveryPeople.goneAdvice}
      </p>
      <Button onClick={() => onShow("settings", null)}>{words.changes.toComputers}</Button>
    </aside>
  );
}
