/** A vault's sheet: who may open it, what each may do, who waits for a key; adding, changing, taking out, archive. */
import { Archive, Hourglass, KeyRound, UserMinus, UsersRound } from "lucide-react";
import { useState } from "react";
import type { AccessShape, MemberShape, Permission, VaultShape } from "../../shared/contract/shapes.ts";
import { call } from "../client.ts";
import { day } from "../copy/dates.ts";
import { sentence } from "../copy/failures.ts";
import { words } from "../copy/words.ts";
import { shownKey } from "../keys.ts";
import { tellFailure } from "../notify.ts";
import { Badge, Button, Face, IconButton } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { FieldError, TextField } from "../ui/inputs.tsx";
import { AddPeople } from "./add-people.tsx";

type SheetProps = { vault: VaultShape; members: MemberShape[]; self: string; onNew(): void; onClose(): void };
const permissions: Permission[] = ["use", "edit", "manage"];

/** The pane in place of the detail. */
export function VaultSheet({ vault, members, self, onNew, onClose }: SheetProps) {
  const [lowered, setLowered] = useState<MemberShape | null>(null);
  const [archives, setArchives] = useState(false);
  const [renames, setRenames] = useState(false);
  const isManager = vault.permission === "manage" && vault.state !== "archived";
  const set = async (user: string, permission: Permission | null): Promise<void> => {
    const done = await call("vault.setAccess", { vault: vault.vault, user, permission });
    if (!done.ok) tellFailure(done.failure);
  };
  return (
    <main className="detail" aria-label={vault.title}>
      <div className="band detail-band">
        <UsersRound size={16} aria-hidden="true" />
        <h2 className="title grow cut">{vault.title}</h2>
        {vault.state === "archived" && <Badge icon={Archive}>{words.vault.archived}</Badge>}
        {isManager && (
          <>
            <Button kind="quiet" onClick={() => setRenames(true)}>
              {words.vault.rename}
            </Button>
            <Button kind="quiet" onClick={() => setArchives(true)}>
              {words.vault.archive}
            </Button>
          </>
        )}
        {vault.permission !== "use" && vault.state === "ready" && (
          <Button shortcut={shownKey("new")} onClick={onNew}>
            {words.vault.newItem}
          </Button>
        )}
      </div>
      <div className="sheet-body">
        {vault.failure !== undefined && <FieldError>{sentence(vault.failure)}</FieldError>}
        <p className="row-title">{words.vault.only(vault.access.length, vault.count)}</p>
        <p className="meta" style={{ marginBottom: 12 }}>
          {words.vault.note}
        </p>
        <table className="table">
          <thead>
            <tr>
              <th>{words.vault.columns.people}</th>
              <th>{words.vault.columns.may}</th>
              <th>{words.vault.columns.until}</th>
              <th>{words.vault.columns.key}</th>
              <th aria-label={words.act.more} />
            </tr>
          </thead>
          <tbody>
            {vault.access.map((access) => (
              <Reader
                key={access.user}
                access={access}
                member={members.find((one) => one.user === access.user)}
                isManager={isManager}
                self={self}
                onSet={set}
                onLower={setLowered}
              />
            ))}
          </tbody>
        </table>
        {isManager && <AddPeople vault={vault} members={members} />}
      </div>
      {lowered !== null && (
        <Dialog
          title={words.vault.lowerTitle(lowered.name, vault.title)}
          onClose={() => setLowered(null)}
          onDone={() => {
            void set(lowered.user, null);
            setLowered(null);
          }}
          done={words.vault.lowerDone(lowered.name)}
          isFinal
        >
          {words.vault.lowerFacts(lowered.name, vault.count).map((fact) => (
            <Fact key={fact} icon={UserMinus}>
              {fact}
            </Fact>
          ))}
        </Dialog>
      )}
      {archives && (
        <Dialog
          title={words.vault.archiveTitle(vault.title)}
          onClose={() => setArchives(false)}
          onDone={() => {
            void call("vault.archive", { vault: vault.vault }).then((done) =>
              done.ok ? onClose() : tellFailure(done.failure),
            );
            setArchives(false);
          }}
          done={words.vault.archiveDone}
          isFinal
        >
          {words.vault.archiveFacts.map((fact) => (
            <Fact key={fact} icon={Archive}>
              {fact}
            </Fact>
          ))}
        </Dialog>
      )}
      {renames && <Rename vault={vault} onClose={() => setRenames(false)} />}
    </main>
  );
}

type ReaderProps = {
  access: AccessShape;
  member: MemberShape | undefined;
  isManager: boolean;
  self: string;
  onSet(user: string, permission: Permission): Promise<void>;
  onLower(member: MemberShape): void;
};

function Reader({ access, member, isManager, self, onSet, onLower }: ReaderProps) {
  const user = access.user ?? "";
  const canChange = isManager && user !== self && member !== undefined;
  return (
    <tr>
      <td>
        <span className="line" style={{ gap: 10 }}>
          <Face id={user} name={member?.name ?? ""} />
          <span>
            <span className="row-title">{user === self ? words.items.you : (member?.name ?? "")}</span>
            <br />
            <span className="meta">{member === undefined ? "" : words.people.roles[member.role]}</span>
          </span>
        </span>
      </td>
      <td>
        {canChange ? (
          <select
            className="quiet-select"
            aria-label={`${words.vault.may}: ${member.name}`}
            value={access.permission}
            onChange={(event) => void onSet(user, event.target.value as Permission)}
          >
            {permissions.map((one) => (
              <option key={one} value={one}>
                {words.vault[one]}
              </option>
            ))}
          </select>
        ) : (
          words.vault[access.permission]
        )}
      </td>
      <td>
        {access.end === undefined ? (
          <span className="t3">{words.vault.noEnd}</span>
        ) : (
          <Badge icon={Hourglass}>{day(access.end)}</Badge>
        )}
      </td>
      <td>
        {access.keyPending === true ? (
          <Badge icon={KeyRound}>{words.items.waitsForKey}</Badge>
        ) : (
          <span className="t3">{words.vault.holds}</span>
        )}
      </td>
      <td>
        {canChange && (
          <IconButton icon={UserMinus} label={words.vault.lowerDone(member.name)} onClick={() => onLower(member)} />
        )}
      </td>
    </tr>
  );
}

function Rename({ vault, onClose }: { vault: VaultShape; onClose(): void }) {
  const [title, setTitle] = useState(vault.title);
  const rename = async (): Promise<void> => {
    const done = await call("vault.rename", { vault: vault.vault, title: title.trim() });
    if (!done.ok) tellFailure(done.failure);
    onClose();
  };
  return (
    <Dialog
      title={words.vault.rename}
      onClose={onClose}
      onDone={() => void rename()}
      done={words.vault.rename}
      canDo={title.trim() !== ""}
    >
      <TextField
        label={words.vault.createTitle}
        data-autofocus
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
    </Dialog>
  );
}
