/** One's own recovery sheet: made and put on paper, rehearsed, made anew, revoked. */
import { Check, FileKey2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { RecoveryStatus, Rehearsal } from "../../shared/contract/recovery-shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { SheetDesk } from "../first-run/sheet-desk.tsx";
import { tell, tellFailure } from "../page/notify.tsx";
import { RecoveryLines } from "../page/recovery-lines.tsx";
import { RevokeComputer } from "../people/revoke-computer.tsx";
import { Badge, Button } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { AskPassphrase } from "./ask-passphrase.tsx";
import { Setting } from "./setting.tsx";

type SheetProps = { team: string; person: string; server: string };
type Doing = "ask" | "rehearse" | "revoke" | null;

/** The part of the page. */
export function RecoverySheet({ team, person, server }: SheetProps) {
  const status = useAnswer("recovery.status", {}).value;
  const members = useAnswer("member.list", {}).value ?? [];
  const hasPeople = useAnswer("recovery.people", {}).value?.chosen != null;
  const [doing, setDoing] = useState<Doing>(null);
  const [text, setText] = useState<string | null>(null);
  const close = (): void => setDoing(null);
  if (status === undefined) return null;
  const keep = async (): Promise<void> => {
    const kept = await call("recovery.keep", {});
    void queries.invalidateQueries({ queryKey: ["recovery.status"] });
    if (!kept.ok) return tellFailure(kept.failure);
    setText(null);
    tell(words.recovery.inForce);
  };
  return (
    <>
      <h2 className="section settings-next">{words.recovery.heading}</h2>
      <SheetRow {...{ status, hasPeople }} onDo={setDoing} />
      {text !== null && (
        <div className="settings-sheet">
          <p>{words.recovery.shownOnce}</p>
          <p className="meta">{words.recovery.who(status.needsAdmin)}</p>
          {status.sheet !== null && <p className="meta">{words.recovery.voids}</p>}
          <SheetDesk paper={{ text, team, person, deviceName: "", server }} onKept={() => void keep()} />
        </div>
      )}
      {doing === "ask" && (
        <AskPassphrase
          name="recovery-ask"
          title={words.recovery.ask}
          done={words.recovery.askDone}
          ask={(passphrase) => call("recovery.sheet", { passphrase })}
          onAnswer={(made) => {
            setText(made.text);
            close();
          }}
          onClose={close}
        />
      )}
      {doing === "rehearse" && <Rehearse onClose={close} />}
      {doing === "revoke" && status.sheet !== null && (
        <RevokeComputer
          {...{ members }}
          device={status.sheet.device}
          name={words.recovery.revokeName}
          of={null}
          stands="sheet"
          onClose={close}
        />
      )}
    </>
  );
}

/** Amber where a lost computer would cost what only its person has. */
type RowProps = { status: RecoveryStatus; hasPeople: boolean; onDo(doing: Doing): void };

function SheetRow({ status, hasPeople, onDo }: RowProps) {
  const { sheet, computers } = status;
  const isDue = sheet === null && computers < 2 && !hasPeople;
  const rehearsed = sheet === null || sheet.rehearsedAt === null ? null : shortDay(sheet.rehearsedAt);
  const none = isDue ? words.recovery.missing : words.recovery.advice;
  return (
    <div className={isDue ? "setting-due" : undefined}>
      <Setting
        icon={isDue ? TriangleAlert : FileKey2}
        title={words.recovery.replaces}
        note={sheet === null ? none : words.recovery.made(shortDay(sheet.madeAt), rehearsed)}
      >
        {isDue && (
          <Badge icon={TriangleAlert} tone="att">
            {words.recovery.notMade}
          </Badge>
        )}
        {sheet !== null && (
          <>
            <Button kind="quiet" onClick={() => onDo("revoke")}>
              {words.recovery.revoke}
            </Button>
            <Button onClick={() => onDo("rehearse")}>{words.recovery.rehearse}</Button>
          </>
        )}
        <Button onClick={() => onDo("ask")}>{sheet === null ? words.recovery.make : words.recovery.anew}</Button>
      </Setting>
    </div>
  );
}

function Rehearse({ onClose }: { onClose(): void }) {
  const [typed, setTyped] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [found, setFound] = useState<Rehearsal | null>(null);
  const check = async (): Promise<void> => {
    const rehearsed = await call("recovery.rehearse", { sheet: typed });
    if (!rehearsed.ok) return setFailure(rehearsed.failure);
    setTyped("");
    setFound(rehearsed.value);
    void queries.invalidateQueries({ queryKey: ["recovery.status"] });
  };
  if (found !== null) return <Works rehearsal={found} onClose={onClose} />;
  return (
    <Dialog
      name="recovery-rehearse"
      title={words.recovery.rehearseTitle}
      note={words.recovery.rehearseNote}
      onClose={onClose}
      onDone={() => void check()}
      done={words.recovery.check}
      canDo={typed.trim() !== ""}
    >
      <RecoveryLines
        value={typed}
        failure={failure}
        onType={(text) => {
          setTyped(text);
          setFailure(null);
        }}
      />
    </Dialog>
  );
}

function Works({ rehearsal, onClose }: { rehearsal: Rehearsal; onClose(): void }) {
  const members = useAnswer("member.list", {}).value ?? [];
  const { madeAt, vaults, of, personal, confirmers } = rehearsal;
  const names = members.filter(({ user }) => confirmers.includes(user)).map(({ name }) => name);
  const facts = [
    ...words.recovery.worksFacts(shortDay(madeAt), vaults, of),
    words.recovery.personal(personal),
    words.recovery.confirmer(names.join(", ")),
  ];
  return (
    <Dialog
      name="recovery-works"
      title={words.recovery.works}
      cancel={words.recovery.close}
      onClose={onClose}
      onDone={onClose}
      done={words.recovery.putBack}
    >
      {facts.map((fact) => (
        <Fact key={fact} icon={Check}>
          {fact}
        </Fact>
      ))}
    </Dialog>
  );
}
