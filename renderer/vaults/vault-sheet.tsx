/** A vault's sheet: who may open it, what each may do, until when, who waits for a key; adding, changing, taking out, archive. */
import { Archive, ChevronLeft, UsersRound } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { MemberShape, Permission, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { nameOf } from "../page/act-state.ts";
import { GivenPastRule } from "../page/given-past.tsx";
import { shownKey } from "../page/keys.ts";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { Badge, Button, IconButton } from "../ui/controls.tsx";
import { AddPeople } from "./add-people.tsx";
import { isWritable } from "./is-writable.ts";
import { LeaveVault } from "./leave-vault.tsx";
import { permissions } from "./permissions.ts";
import { type Reader, readersIn } from "./reader.ts";
import { ReaderRow } from "./reader-row.tsx";
import { RestartVault } from "./restart-vault.tsx";
import { ArchiveVault, LowerAccess, RenameVault, TakeOut } from "./vault-dialogs.tsx";
import { StateOf } from "./vault-state.tsx";
import { WaitingRows } from "./waiting-rows.tsx";

type SheetProps = {
  vault: VaultShape;
  members: MemberShape[];
  self: string;
  /** Opened to give access: the list of people is open at once. */
  isSharing: boolean;
  onNew(): void;
  onClose(): void;
};

type OpenDialog =
  | { kind: "out"; reader: Reader }
  | { kind: "lower"; reader: Reader; to: Permission }
  | { kind: "archive" }
  | { kind: "restart" }
  | { kind: "rename" };

/** In place of list and detail. */
export function VaultSheet({ vault, members, self, isSharing, onNew, onClose }: SheetProps) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const pane = useFocusKept(vault.state);
  const groups = useAnswer("group.list", {}).value ?? [];
  const readers = readersIn(vault, { members, groups, self });
  // Without its key nobody can be given it, and no new one can be made for those who stay.
  const canManage = vault.permission === "manage" && isWritable(vault);
  const change = (reader: Reader, to: Permission): void => {
    if (permissions.indexOf(to) < permissions.indexOf(reader.access.permission))
      setDialog({ kind: "lower", reader, to });
    else void setAccess(vault.vault, reader, to);
  };
  return (
    <main ref={pane} tabIndex={-1} className="detail sheet" aria-label={vault.title}>
      <div className="band detail-band">
        <span className="only-small">
          <IconButton icon={ChevronLeft} label={words.vault.back} onClick={onClose} />
        </span>
        <span className="grow line cut">
          <UsersRound size={16} strokeWidth={1.75} aria-hidden="true" className="t2 fixed" />
          <h2 className="title cut">{vault.title}</h2>
          {vault.state === "archived" && <Badge icon={Archive}>{words.vault.archived}</Badge>}
        </span>
        {canManage && <ManagerActs onDialog={setDialog} />}
        {isWritable(vault) && (
          <Button shortcut={shownKey("new")} onClick={onNew}>
            {words.vault.newItem}
          </Button>
        )}
      </div>
      <div className="sheet-body">
        <Above {...{ vault, members }} onRestart={() => setDialog({ kind: "restart" })} />
        {vault.state !== "ended" && (
          <>
            <p className="row-title">{words.vault.only(vault.readers.length, vault.count)}</p>
            <p className="meta">{words.vault.note}</p>
          </>
        )}
        <PeopleTable
          readers={readers}
          canManage={canManage}
          canLeave={vault.leave !== "no"}
          isOver={vault.state === "ended"}
          onChange={change}
          onTakeOut={(reader) => setDialog({ kind: "out", reader })}
        >
          <WaitingRows {...{ vault, members, groups }} />
        </PeopleTable>
        <div className="sheet-foot">
          <div>
            {canManage && <AddPeople vault={vault} members={members} groups={groups} isOpenFirst={isSharing} />}
          </div>
          {vault.readers.length === 1 && canManage && <Alone />}
          <Waiting readers={readers} />
        </div>
      </div>
      <VaultDialog dialog={dialog} vault={vault} members={members} onClose={() => setDialog(null)} />
    </main>
  );
}

/** What is told before the table: who was given this vault while the team's rule held that back, and what state it is in. */
function Above({ vault, members, onRestart }: Pick<SheetProps, "vault" | "members"> & { onRestart(): void }) {
  const past = useAnswer("gate.past", { vault: vault.vault }).value ?? [];
  return (
    <>
      <GivenPastRule past={past} nameOf={nameOf(members)} />
      <StateOf vault={vault} members={members} onRestart={onRestart} />
    </>
  );
}

function ManagerActs({ onDialog }: { onDialog(dialog: OpenDialog): void }) {
  return (
    <>
      <Button kind="quiet" onClick={() => onDialog({ kind: "rename" })}>
        {words.vault.rename}
      </Button>
      <Button kind="quiet" onClick={() => onDialog({ kind: "archive" })}>
        {words.vault.archive}
      </Button>
    </>
  );
}

/** What had the focus may go with the vault's state, as the button that restarts it does: the pane has it then. */
function useFocusKept(state: VaultShape["state"]) {
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    if (state === "ready" && document.activeElement === document.body) pane.current?.focus();
  }, [state]);
  return pane;
}

async function setAccess(vault: string, reader: Reader, permission: Permission | null): Promise<void> {
  const end = permission !== null && reader.access.end !== undefined ? { end: reader.access.end } : {};
  const done = await call("vault.setAccess", {
    vault,
    [reader.kind === "group" ? "group" : "user"]: reader.id,
    permission,
    ...end,
  });
  if (!done.ok) return tellFailure(done.failure);
  tellAct(
    done.value,
    permission === null ? words.vault.takenOut(reader.name) : words.vault.changed(reader.name, words.vault[permission]),
  );
}

type TableProps = {
  readers: Reader[];
  canManage: boolean;
  canLeave: boolean;
  /** One's own access has ended. */
  isOver: boolean;
  onChange(reader: Reader, to: Permission): void;
  onTakeOut(reader: Reader): void;
  /** The first rows. */
  children: ReactNode;
};

function PeopleTable({ readers, canManage, canLeave, isOver, onChange, onTakeOut, children }: TableProps) {
  const { people, may, until, key, acts } = words.vault.columns;
  return (
    <table className="table people-table">
      <thead>
        <tr>
          {[people, may, until, key].map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
          <th scope="col">
            <span className="only-read">{acts}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {children}
        {readers.map((reader) => (
          <ReaderRow
            key={reader.id}
            reader={reader}
            canManage={canManage && reader.isGiven}
            canTakeOut={reader.isGiven && (reader.isSelf ? canLeave : canManage)}
            hasEnded={reader.isSelf && isOver}
            onChange={(to) => onChange(reader, to)}
            onTakeOut={() => onTakeOut(reader)}
          />
        ))}
      </tbody>
    </table>
  );
}

type DialogProps = { dialog: OpenDialog | null; vault: VaultShape; members: MemberShape[]; onClose(): void };

function VaultDialog({ dialog, vault, members, onClose }: DialogProps) {
  if (dialog === null) return null;
  const closing = (act: () => void) => () => {
    act();
    onClose();
  };
  if (dialog.kind === "restart") return <RestartVault vault={vault} members={members} onClose={onClose} />;
  if (dialog.kind === "archive") return <ArchiveVault vault={vault} onClose={onClose} />;
  if (dialog.kind === "rename") return <RenameVault vault={vault} onClose={onClose} />;
  const { reader } = dialog;
  if (dialog.kind === "out" && reader.isSelf) return <LeaveVault vault={vault} members={members} onClose={onClose} />;
  if (dialog.kind === "out")
    return (
      <TakeOut
        reader={reader}
        vault={vault}
        onClose={onClose}
        onDone={closing(() => void setAccess(vault.vault, reader, null))}
      />
    );
  return (
    <LowerAccess
      reader={reader}
      to={dialog.to}
      onClose={onClose}
      onDone={closing(() => void setAccess(vault.vault, reader, dialog.to))}
    />
  );
}

function Alone() {
  return (
    <section>
      <h3 className="section">{words.vault.alone}</h3>
      <p className="t2 waits-note">{words.vault.aloneNote}</p>
    </section>
  );
}

function Waiting({ readers }: { readers: Reader[] }) {
  // What this computer itself waits for stands above.
  const waiting = readers.filter(({ access, isSelf }) => access.keyPending === true && !isSelf);
  if (waiting.length === 0) return null;
  return (
    <section>
      <h3 className="section">{words.vault.waits}</h3>
      <p className="t2 waits-note">{words.vault.waitsNote(waiting.map(({ name }) => name).join(", "))}</p>
    </section>
  );
}
